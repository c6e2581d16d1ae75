"""公开目录 and 公开时限 in the workbench: everybody finds what is theirs, and bad input loses nothing."""

from datetime import date

import pytest
from django.urls import reverse

from communities.choices import Role
from communities.models import CalendarYear
from disclosure.choices import DutyState
from disclosure.models import DisclosureDuty, DisclosureItem
from tests.factories.disclosures import DisclosureItemFactory, OccasionFactory

WORKER, STREET, DISTRICT = Role.COMMITTEE_WORKER, Role.STREET_STAFF, Role.DISTRICT_ADMINISTRATOR

ITEM = {
    "kind": "affairs",
    "title": "社区食堂运营情况",
    "element_lines": "用餐人次\n菜价表（表格）",
    "legal_basis": "居民代表会议决定",
    "cycle": "monthly",
    "counts_from": "end",
    "limit_days": 5,
    "audience": "residents",
    "channels": "本网站、公开栏、食堂门口",
    "counted_from": "2026-11-01",
    "position": 0,
}


@pytest.fixture
def as_(owing, official, client_for):
    """A client of somebody in a role of 乌衣巷, of its street or of the district."""
    slugs = {WORKER: "wuyixiang", STREET: "fuzimiao", DISTRICT: ""}
    return lambda role, slug=None: client_for(official(role, owing.body(slug or slugs[role])))


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_worker_adds_an_item_of_their_own_committee(as_, owing):
    client = as_(WORKER)
    form = text(client.get(reverse("disclosure_items:add")))
    assert "village_title" not in form
    body = owing.body("wuyixiang")
    refused = text(
        client.post(reverse("disclosure_items:add"), {**ITEM, "body": body.pk, "element_lines": " "})
    )
    assert "社区食堂运营情况" in refused
    refused = text(client.post(reverse("disclosure_items:add"), {**ITEM, "body": body.pk, "limit_days": 500}))
    assert "菜价表（表格）" in refused
    foreign = {**ITEM, "body": owing.body("dongshuiguan").pk}
    assert client.post(reverse("disclosure_items:add"), foreign).status_code == 200
    assert client.post(reverse("disclosure_items:add"), {**ITEM, "body": body.pk}).status_code == 302
    item = DisclosureItem.objects.get(title=ITEM["title"])
    assert (item.body, [str(element) for element in item.element_list]) == (
        body,
        ["用餐人次", "菜价表（表格）"],
    )
    edit = reverse("disclosure_items:edit", args=[item.pk])
    assert "菜价表（表格）" in text(client.get(edit))
    assert client.post(edit, {**ITEM, "limit_days": 8}).status_code == 302
    item.refresh_from_db()
    assert item.limit_days == 8
    assert item.body == body
    twice = text(client.post(reverse("disclosure_items:add"), {**ITEM, "body": body.pk}))
    assert "disclosure_item_own_title_once" not in twice
    assert client.post(reverse("disclosure_items:delete", args=[item.pk])).status_code == 302
    assert not DisclosureItem.objects.filter(pk=item.pk).exists()


def test_a_committee_reads_the_standard_and_changes_only_its_own(as_, owing):
    own = DisclosureItemFactory(body=owing.body("wuyixiang"))
    siblings = DisclosureItemFactory(body=owing.body("dongshuiguan"))
    standard = DisclosureItem.objects.get(code="budget")
    client = as_(WORKER)
    listed = text(client.get(reverse("disclosure_items:index"), {"q": "自定事项"}))
    assert reverse("disclosure_items:edit", args=[own.pk]) in listed
    assert siblings.title not in listed
    index = text(client.get(reverse("disclosure_items:index"), {"q": standard.title}))
    assert standard.title in index
    assert reverse("disclosure_items:edit", args=[standard.pk]) not in index
    for view in ("edit", "delete"):
        assert client.get(reverse(f"disclosure_items:{view}", args=[siblings.pk])).status_code == 404
        assert client.post(reverse(f"disclosure_items:{view}", args=[siblings.pk])).status_code == 404
        assert client.post(reverse(f"disclosure_items:{view}", args=[standard.pk])).status_code == 302
    standard.refresh_from_db()
    street = text(as_(STREET).get(reverse("disclosure_items:index"), {"q": "自定事项"}))
    assert own.title in street
    assert siblings.title in street


def test_the_district_keeps_the_standard(as_):
    client = as_(DISTRICT)
    assert client.post(reverse("disclosure_items:add"), {**ITEM, "applies_to": "all"}).status_code == 302
    item = DisclosureItem.objects.get(title=ITEM["title"])
    assert item.is_standard
    assert DisclosureDuty.objects.filter(item=item).values("body").distinct().count() == 5
    late = DisclosureItem.objects.get(code="income-expenditure")
    refused = text(client.post(reverse("disclosure_items:delete", args=[late.pk])))
    assert "停用日期" in refused


def test_duties_are_listed_with_their_state_and_filtered(as_, owing):
    client = as_(WORKER)
    index = reverse("disclosure_duties:index")
    listed = text(client.get(index))
    assert "2026年第三季度财务收支情况" in listed
    assert "严重逾期" in listed
    assert "2027年的放假安排还没有录入" in listed
    assert "东水关社区" not in listed
    CalendarYear.objects.create(year=2027, source="通知")
    assert "2027年的放假安排" not in text(client.get(index))
    upcoming = text(client.get(index, {"state": DutyState.UPCOMING}))
    assert "2026年第四季度财务收支情况" in upcoming
    assert "2026年第三季度财务收支情况" not in upcoming
    assert "2026年第三季度" in text(client.get(index, {"kind": "finance", "state": "very_late"}))
    street = text(as_(STREET).get(index, {"body": owing.body("dongshuiguan").pk}))
    assert "东水关社区" in street
    assert "乌衣巷社区" not in street


def test_a_worker_enters_an_occasion_and_takes_it_back(as_, owing):
    client = as_(WORKER)
    body = owing.body("wuyixiang")
    item = DisclosureItem.objects.get(code="public-facilities")
    data = {"body": body.pk, "item": item.pk, "happened_on": "2026-11-20", "occasion": "三号楼屋面维修"}
    add = reverse("disclosure_duties:add")
    future = text(client.post(add, {**data, "happened_on": "2026-12-01"}))
    assert "还没有发生的事项不能登记" in future
    assert "三号楼屋面维修" in future
    assert client.post(add, data).status_code == 302
    assert "已经登记过" in text(client.post(add, data))
    duty = DisclosureDuty.objects.get(occasion="三号楼屋面维修")
    assert duty.due_on == date(2026, 11, 27)
    foreign = OccasionFactory(body=owing.body("dongshuiguan"))
    assert client.post(reverse("disclosure_duties:delete", args=[foreign.pk])).status_code == 404
    assert reverse("disclosure_duties:delete", args=[duty.pk]) in text(
        client.get(reverse("disclosure_duties:index"))
    )
    assert "撤回" in text(client.get(reverse("disclosure_duties:index"), {"q": "屋面"}))
    assert client.post(reverse("disclosure_duties:delete", args=[duty.pk])).status_code == 302
    assert not DisclosureDuty.objects.filter(pk=duty.pk).exists()
