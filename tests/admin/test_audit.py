"""The district's administrator searches what happened, and takes it along; nobody else sees addresses."""

import ast
import re

import pytest
from django.db import transaction
from django.utils import timezone

from communities.choices import Role
from communities.viewsets.happening_words import FIELDS, UNTOLD, changes_in_words, verb_in_words
from config.env import REPOSITORY
from design.formatting import cn_datetime
from events.context import RequestContext, current
from events.models import Event
from events.record import record
from forum.choices import Deed, ReferralState
from moderation.choices import ItemState, SanctionKind

PRODUCT = ("accounts", "communities", "cms_pages", "disclosure", "forum", "moderation", "media")
VERB = re.compile(r"[a-z_]+\.[a-z_]+")


@pytest.fixture
def happened(district, official):
    """A director signed something in their committee, from an address."""
    body = district.body("wuyixiang")
    director = official(Role.COMMITTEE_DIRECTOR, body, username="director", nickname="=1+1")
    token = current.set(RequestContext(request_id="request-77", address="192.0.2.7"))
    with transaction.atomic():
        record(actor=director, verb="notice.signed", instance=body, body_id=body.pk)
    current.reset(token)
    return director


@pytest.fixture
def keeper(district, official, client_for):
    return client_for(official(Role.DISTRICT_ADMINISTRATOR, district.body()))


def listed(client, query):
    response = client.get(f"/admin/happenings/?{query}")
    assert response.status_code == 200
    page = response.content.decode()
    if (found := "公告：签收" in page) and "address" not in query:
        told = Event.objects.get(verb="notice.signed")
        assert cn_datetime(told.at) in page
        assert told.address in page
    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("actor=Director", True),
        ("actor=nobody", False),
        ("noun=notice", True),
        ("noun=image", False),
        ("address=192.0.2.7", True),
        ("address=192.0.2.8", False),
        ("address=nonsense", False),
        ("request_id=request-77", True),
        ("at_from=2001-01-01&at_to=2001-12-31", False),
    ],
)
def test_it_is_searched_by_who_what_when_and_where_from(happened, keeper, query, found):
    assert listed(keeper, query) is found


def test_it_is_exported_whole_and_safely(happened, keeper):
    text = b"".join(keeper.get("/admin/happenings/?export=csv&noun=notice").streaming_content).decode()
    assert "192.0.2.7" in text
    assert "request-77" in text
    assert ",=1+1" not in text
    # As the list says it, by the clock of the place, with the codes beside.
    head, row = (line.split(",") for line in text.lstrip("\ufeff").splitlines()[:2])
    told = dict(zip(head, row, strict=True))
    assert (told["做了什么"], told["动作代码"]) == ("公告：签收", "notice.signed")
    assert told["时间"] == timezone.localtime(Event.objects.get(verb="notice.signed").at).strftime(
        "%Y-%m-%d %H:%M:%S"
    )


def test_nobody_else_exports_or_searches_addresses(happened, client_for):
    client = client_for(happened)
    page = client.get("/admin/happenings/?export=csv")
    assert "192.0.2.7" not in page.content.decode()
    assert page["Content-Type"].startswith("text/html")
    assert listed(client, "address=192.0.2.8")


def test_every_verb_that_is_recorded_has_words():
    """Verbs written out in actions and consumers, and those made of a closed list's values."""
    verbs = {f"topic.{deed}" for deed in Deed.values} | {f"queue_item.{state}" for state in ItemState.values}
    verbs |= {f"referral.{state}" for state in ReferralState.values}
    verbs |= {f"sanction.{kind}" for kind in SanctionKind.values}
    verbs |= {"appeal.upheld", "appeal.overturned"}
    for app in PRODUCT:
        for file in (REPOSITORY / app).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text())):
                named = [call] if isinstance(call, ast.keyword) and call.arg == "verb" else []
                if isinstance(call, ast.Assign) and getattr(call.targets[0], "id", "") == "verb":
                    named.append(call)
                verbs |= {
                    told.value
                    for one in named
                    for told in ast.walk(one.value)
                    if isinstance(told, ast.Constant)
                    and isinstance(told.value, str)
                    and VERB.fullmatch(told.value)
                }
    assert {"post.shown", "user.signed_in"} <= verbs
    verbs -= {"queue_item.waiting"}  # said by the clock, never recorded
    assert not [verb for verb in verbs if {*verb.split(".")} & {*verb_in_words(verb).split("：")}]
    assert verb_in_words("enquiry.merged") == "咨询：并案"


def test_every_field_that_an_event_names_has_a_word():
    """Keys written out in `record(changes={…})`; what a person reads in the register is Chinese."""
    named = set()
    for app in PRODUCT:
        for file in (REPOSITORY / app).rglob("actions/*.py"):
            for call in ast.walk(ast.parse(file.read_text())):
                words = call.keywords if isinstance(call, ast.Call) else []
                given = [word.value for word in words if word.arg == "changes"]
                for told in (
                    told for value in given for told in ast.walk(value) if isinstance(told, ast.Dict)
                ):
                    named |= {key.value for key in told.keys if isinstance(key, ast.Constant)}
    assert "role" in named
    assert named - set(FIELDS) - UNTOLD == set()


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("accounts.user", {"kind": [None, "phone"]}, "类别：— → 手机号"),
        ("accounts.user", {"purpose": ["privacy", None]}, "用途：隐私说明 → —"),
        (
            "moderation.queueitem",
            {"causes": [None, ["moderator"]], "reason": [None, ""]},
            "原因：— → 版主处理",
        ),
        (
            "moderation.sanction",
            {"ends_at": [None, "2026-12-04T23:59:59+08:00"]},
            "到：— → 2026-12-04 23:59",
        ),
        ("moderation.appeal", {"state": ["waiting", "upheld"]}, "状态：待复核 → 维持原处理"),
        ("cms_pages.noticepage", {"audience": [[], ["1/7/64", "1/8"]]}, "范围：0个区域 → 2个区域"),
        (
            "no.such",
            {"is_main": [False, True], "title": ["甲", ["乙", "丙"]]},
            "主要：否 → 是；标题：甲 → 乙、丙",
        ),
    ],
)
def test_values_are_told_in_words_too(kind, changes, words):
    assert changes_in_words(Event(object_kind=kind, changes=changes)) == words
