"""Screened words are found however they are written, and what was not meant is left alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from communities.choices import Role
from moderation.actions.remove_screened_word import remove_screened_word
from moderation.actions.set_screened_word import set_screened_word
from moderation.choices import Treatment
from moderation.screening.screen import MASK, forget, screen, screen_all
from moderation.screening.variants import normal


@pytest.fixture
def words(db, now):
    rows = {
        word: set_screened_word(actor=None, word=word, treatment=treatment, note="", now=now)
        for word, treatment in (
            ("代开发票", Treatment.BLOCK),
            ("加微信", Treatment.QUEUE),
            ("王八蛋", Treatment.MASK),
            ("VPN", Treatment.QUEUE),
        )
    }
    forget()
    return rows


@pytest.mark.parametrize(
    ("text", "treatment"),
    [
        ("这里代开发票，价格优惠", Treatment.BLOCK),
        ("代 开-发*票", Treatment.BLOCK),
        ("代開發票", Treatment.BLOCK),
        ("代\u200b开\u200b发票", Treatment.BLOCK),
        ("加我微信", None),
        ("加 微 信", Treatment.QUEUE),
        ("jia wei xin", Treatment.QUEUE),
        ("JiaWeiXin123", None),
        ("加wei信聊", Treatment.QUEUE),
        ("daikai fapiao", Treatment.QUEUE),
        ("ＶＰＮ", Treatment.QUEUE),
        ("用v.p.n上网", Treatment.QUEUE),
        ("vpnx不是", None),
        ("你这个王八蛋", Treatment.MASK),
        ("王八蛋代开发票", Treatment.BLOCK),
        ("好好说话", None),
        ("", None),
    ],
)
def test_a_word_is_found_in_every_spelling(words, text, treatment):
    assert screen(text).treatment == treatment


def test_what_is_masked_is_covered_with_what_stands_inside(words):
    found = screen("你这个王 八 蛋，讨厌")
    assert found.masked == f"你这个{MASK * 5}，讨厌"
    assert found.words == ("王八蛋",)


def test_several_texts_count_together(words):
    assert screen_all(["加微信", "王八蛋"]).treatment == Treatment.QUEUE
    assert screen_all(["加微信", "王八蛋"]).words == ("加微信", "王八蛋")


@given(st.text(max_size=60))
def test_the_normal_form_knows_where_each_character_came_from(text):
    plain = normal(text)
    assert len(plain.form) == len(plain.origin)
    assert list(plain.origin) == sorted(plain.origin)
    assert all(0 <= place < len(text) for place in plain.origin)


def test_the_list_refuses_twins_and_single_characters(words, now):
    for word in ("代開發票", "王"):
        with pytest.raises(ValidationError):
            set_screened_word(actor=None, word=word, treatment=Treatment.MASK, note="", now=now)


def test_only_the_district_keeps_the_list(district, words, official, now, client_for):
    worker = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    with pytest.raises(PermissionDenied):
        remove_screened_word(actor=worker, screened=words["VPN"], now=now)
    keeper = official(Role.DISTRICT_ADMINISTRATOR, district.body())
    desk = client_for(keeper)
    page = desk.post("/admin/screened_words/new/", {"word": "刷单兼职", "treatment": "block", "note": "诈骗"})
    assert page.status_code == 302
    forget()
    assert screen("刷單 兼職").treatment == Treatment.BLOCK
    assert "刷单兼职" in desk.get("/admin/screened_words/").content.decode()
    assert desk.post(f"/admin/screened_words/delete/{words['VPN'].pk}/").status_code == 302
    forget()
    assert screen("VPN").treatment is None
