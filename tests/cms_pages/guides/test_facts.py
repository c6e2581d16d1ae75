"""Figures that guides share: held once, shown everywhere, logged."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.remove_shared_fact import remove_shared_fact
from cms_pages.actions.set_shared_fact import set_shared_fact
from cms_pages.guides.words import fill
from cms_pages.models import SharedFact
from communities.actions.remove_contact_fact import remove_contact_fact
from communities.choices import Role
from communities.models import ContactFact
from events.models import Event
from tests.factories import GuideFactory, SharedFactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact(department):
    return SharedFactFactory(body=department)


@pytest.fixture
def guides(parent, fact):
    condition = [{"type": "condition", "value": "月收入低于[[低保标准]]"}]
    return [GuideFactory(parent=parent, conditions=condition) for _ in range(2)]


def change(fact, value, *, since, actor=None):
    return set_shared_fact(
        actor=actor,
        fact=fact,
        name=fact.name,
        unit=fact.unit,
        body=fact.body,
        value=value,
        source="新文件",
        effective_from=since,
        now=timezone.now(),
    )


def test_changed_once_it_changes_in_every_guide_and_is_logged(
    now, client, guides, fact, clerk, django_capture_on_commit_callbacks
):
    for guide in guides:
        assert "1,090元/人·月" in client.get(guide.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        change(fact, "1,120", since=datetime.date(2026, 11, 1), actor=clerk)
    for guide in guides:
        assert "1,120元/人·月" in client.get(guide.url).content.decode()
    event = Event.objects.get(verb="shared_fact.changed")
    assert event.actor == clerk
    assert event.changes["value"] == [None, "1,120（新文件）"]


def test_next_year_s_value_is_shown_from_its_first_day(client, guides, fact, clock):
    change(fact, "1,200", since=datetime.date(2026, 11, 24))
    assert "1,090元" in client.get(guides[0].url).content.decode()
    clock.move_to(datetime.datetime.fromisoformat("2026-11-23T23:59:00+08:00"))
    assert "1,090元" in client.get(guides[0].url).content.decode()
    clock.move_to(datetime.datetime.fromisoformat("2026-11-24T00:00:01+08:00"))
    assert "1,200元" in client.get(guides[0].url).content.decode()


def test_the_public_list_tells_value_source_and_where_it_is_used(client, guides, fact, now, parent):
    change(fact, "1,200", since=datetime.date(2027, 1, 1))
    page = client.get(f"{parent.get_parent().url}standards/").content.decode()
    for text in (
        "低保标准",
        "1,090元/人·月",
        "宁民规〔2026〕2号",
        "2027-01-01起：1,200元/人·月",
        guides[0].title,
    ):
        assert text in page


def test_a_fact_in_use_can_not_be_taken_away(guides, fact, clerk, now):
    with pytest.raises(ValidationError, match="还有指南在引用"):
        remove_shared_fact(actor=clerk, fact=fact, now=now)
    number = ContactFact.objects.get(value="025-0000 1201")
    with pytest.raises(ValidationError, match="正在用"):
        remove_contact_fact(actor=clerk, fact=number, now=now)
    assert ContactFact.objects.filter(pk=number.pk).exists()
    assert not Event.objects.filter(verb__endswith="removed").exists()


def test_another_body_s_fact_is_not_one_s_own(fact, official, district, client_for, now):
    stranger = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    with pytest.raises(PermissionDenied):
        change(fact, "1", since=datetime.date(2026, 1, 1), actor=stranger)
    assert client_for(stranger).get(reverse("shared_facts:edit", args=[fact.pk])).status_code == 404


def test_the_register_keeps_the_history_and_the_name(fact, guides, clerk, client_for, department):
    desk = client_for(clerk)
    edit = reverse("shared_facts:edit", args=[fact.pk])
    page = desk.get(edit).content.decode()
    assert "历次数值" in page
    assert guides[0].title in page
    data = {
        "unit": "元/人·月",
        "body": department.pk,
        "value": "1,130",
        "source": "新标准",
        "effective_from": "2026-07-01",
    }
    assert desk.post(edit, data).status_code == 302
    assert fact.values.count() == 2
    assert "1,090" in desk.get(reverse("shared_facts:index")).content.decode() or fact.values.exists()
    added = desk.post(reverse("shared_facts:add"), {**data, "name": "高龄津贴"})
    assert added.status_code == 302
    assert SharedFact.objects.filter(name="高龄津贴", body=department).exists()
    bad = desk.post(reverse("shared_facts:add"), {**data, "name": "有[方]括号"})
    assert "不能有方括号" in bad.content.decode()
    free = SharedFact.objects.get(name="高龄津贴")
    assert desk.post(reverse("shared_facts:delete", args=[free.pk])).status_code == 302
    assert not SharedFact.objects.filter(pk=free.pk).exists()


def test_a_reference_without_a_value_shows_its_name():
    assert fill("低于[[低保标准]]和[[别的]]", {"低保标准": "1,090元"}) == "低于1,090元和别的"
