"""The page of a guide."""

import datetime
import json
import re

import pytest

from communities.actions.set_contact_fact import set_contact_fact
from communities.models import ContactFact
from tests.factories import GuideFactory

pytestmark = pytest.mark.django_db

CONDITIONS = [{"type": "condition", "value": "全家月收入低于[[低保标准]]"}]


def test_a_guide_shows_every_element(now, client, guide):
    page = client.get(guide.url).content.decode()
    for text in (
        "家里收入低于标准的",
        "全家月收入低于标准",
        "身份证",
        "填表 · 2份",
        "任选一种",
        "在手机上申请",
        "22个工作日（法定30个工作日）",
        "不收费",
        "社区（村）、街道便民服务中心、区级窗口",
        "秦淮区政务服务中心二楼",
        "3号窗口",
        "周一至周五 9:00–17:00",
        "现在开门，17:00 关门",
        "025-0000 1201",
        "投诉",
        "《社会救助暂行办法》",
        "2026-11-23 核对过",
    ):
        assert text in page, text
    assert "本页内容" in page
    assert 'href="#steps"' in page


def test_it_tells_machines_that_it_is_a_service(client, guide):
    page = client.get(guide.url).content.decode()
    data = [
        json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    ]
    service = next(item for item in data if item["@type"] == "GovernmentService")
    assert service["name"] == guide.title
    assert service["provider"]["name"] == guide.body_owner.name
    assert {channel.get("servicePhone", {}).get("telephone") for channel in service["availableChannel"]} >= {
        "025-0000 1201"
    }


def test_a_number_that_changes_changes_in_the_guide_at_once(
    client, guide, now, django_capture_on_commit_callbacks
):
    assert "025-0000 1201" in client.get(guide.url).content.decode()
    fact = ContactFact.objects.get(value="025-0000 1201")
    with django_capture_on_commit_callbacks(execute=True):
        set_contact_fact(
            actor=None,
            body=fact.body,
            kind=fact.kind,
            label=fact.label,
            value="025-52209999",
            now=now,
            fact=fact,
        )
    page = client.get(guide.url).content.decode()
    assert "025-52209999" in page
    assert "025-0000 1201" not in page


def test_variants_and_files_are_shown(client, parent):
    from tests.factories import DocumentFactory

    form = DocumentFactory(title="低保申请表")
    guide = GuideFactory(
        parent=parent,
        materials=[
            {
                "type": "material",
                "value": {"name": "申请表", "form": "fill", "number": 1, "blank": form.pk, "issuer": "单位"},
            }
        ],
        variants=[
            {
                "type": "variant",
                "value": {
                    "name": "非本地户籍",
                    "who": "户口不在本区的",
                    "conditions": ["居住证满一年"],
                    "materials": [{"name": "居住证", "form": "original", "number": 1}],
                    "note": "户籍地没有享受过",
                },
            }
        ],
    )
    page = client.get(guide.url).content.decode()
    assert form.url in page
    assert "由单位出具" in page
    for text in ("非本地户籍", "户口不在本区的", "居住证满一年", "居住证", "户籍地没有享受过"):
        assert text in page
    sheet = client.get(f"{guide.url}print/").content.decode()
    assert sheet.count("checks__box") == 2
    assert "非本地户籍的另外要带" in sheet
    assert "<svg" in sheet


def test_a_draft_is_nobody_s(client, parent):
    draft = GuideFactory(parent=parent, draft=True)
    for view in ("", "print/", "check/", "useful/"):
        assert client.get(f"{parent.url}{draft.slug}/{view}").status_code == 404, view


def test_an_overdue_review_is_said(client, parent, guide):
    stale = GuideFactory(parent=parent, stale=True)
    assert "已经过了该核对的日期" in client.get(stale.url).content.decode()
    assert "已经过了该核对的日期" not in client.get(guide.url).content.decode()


def test_the_mark_appears_at_midnight_though_the_page_was_kept(client, guide, clock):
    due = guide.care.due_on
    clock.move_to(datetime.datetime.combine(due, datetime.time(23, 59), tzinfo=datetime.UTC).astimezone())
    clock.move_to(datetime.datetime.fromisoformat(f"{due}T23:55:00+08:00"))
    assert "过期未核对" not in client.get(guide.url).content.decode()
    clock.shift(datetime.timedelta(minutes=6))
    assert "过期未核对" in client.get(guide.url).content.decode()


def test_a_longer_guide_costs_no_more_queries(client, parent, django_assert_num_queries, rf):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    short = GuideFactory(parent=parent)
    long = GuideFactory(
        parent=parent,
        conditions=CONDITIONS[:0] + [{"type": "condition", "value": f"条件{n}"} for n in range(40)],
    )

    def count(guide):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(f"{guide.url}?fresh=1").status_code == 200
        return len(found)

    count(short)
    assert count(short) == count(long)
