"""Dates, days, money and people's words."""

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from design import formatting

UTC = datetime.UTC


def test_a_moment_is_written_in_the_time_of_shanghai():
    late_in_london = datetime.datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert formatting.cn_datetime(late_in_london) == "2026-11-22 00:30"
    assert formatting.cn_date(late_in_london) == "2026-11-22"


def test_a_plain_date_gets_no_time():
    assert formatting.cn_datetime(datetime.date(2026, 11, 22)) == "2026-11-22"


@pytest.mark.parametrize("write", [formatting.cn_date, formatting.cn_datetime, formatting.relative_day])
def test_nothing_is_written_for_none(write):
    assert write(None) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "今天"),
        (1, "明天"),
        (2, "后天"),
        (3, "3天后"),
        (30, "30天后"),
        (31, "2026-12-23"),
        (-1, "昨天"),
        (-5, "5天前"),
        (-31, "2026-10-22"),
    ],
)
def test_days_near_are_counted_and_days_far_are_dated(days, words):
    today = datetime.date(2026, 11, 22)
    assert formatting.relative_day(today + datetime.timedelta(days), today) == words


def test_a_day_changes_at_midnight_in_shanghai_not_after_24_hours():
    before = datetime.datetime(2026, 11, 22, 23, 59, tzinfo=timezone.get_default_timezone())
    assert formatting.relative_day(before + datetime.timedelta(minutes=2), before) == "明天"


def test_the_tag_counts_from_the_now_of_the_context():
    template = Template("{% load design %}{% relative_day day %}")
    now = datetime.date(2026, 11, 20)
    assert template.render(Context({"day": datetime.date(2026, 11, 23), "now": now})) == "3天后"


@pytest.mark.parametrize(
    ("fen", "text"), [(123450, "¥1,234.50"), (0, "¥0.00"), (5, "¥0.05"), (-99, "-¥0.99"), (None, "")]
)
def test_money_is_whole_fen_written_as_yuan(fen, text):
    assert formatting.money(fen) == text


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_fen_is_lost_in_writing_money(fen):
    written = formatting.money(fen).replace("¥", "").replace(",", "").replace(".", "")
    assert int(written) == fen


@pytest.mark.parametrize("value", [12.5, "12", True])
def test_money_refuses_what_is_not_whole_fen(value):
    with pytest.raises(TypeError, match="whole fen"):
        formatting.money(value)


def test_a_missing_variable_is_no_money():
    assert Template("{% load design %}{{ missing|money }}").render(Context()) == ""


@pytest.mark.parametrize(
    ("size", "text"), [(860, "860 字节"), (35_840, "35 KB"), (1_258_291, "1.2 MB"), (None, "")]
)
def test_sizes_of_files_are_short(size, text):
    assert formatting.file_size(size) == text


def test_characters_that_turn_or_hide_words_are_not_shown():
    assert formatting.safe_text("公\u202e告\u200b\ufeff\x00\u2066") == "公告"


def test_emoji_that_are_joined_stay_joined():
    assert formatting.safe_text("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"


def test_safe_text_is_still_escaped_by_the_template():
    template = Template("{% load design %}{{ text|safe_text }}")
    assert template.render(Context({"text": "<b>"})) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("number", "link"),
    [
        ("025-5555 0000", "tel:02555550000"),
        ("025-5555 0000 转 12", "tel:02555550000,12"),
        ("+86 25 5555 0000", "tel:+862555550000"),
        ("12345", "tel:12345"),
    ],
)
def test_a_telephone_number_can_be_called(number, link):
    assert formatting.phone_link(number) == link
