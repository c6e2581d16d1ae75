"""Registers of the workbench: everybody finds what is theirs, and others' rows do not exist."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.permissions import policy_registry

from communities.choices import BodyKind, Role
from communities.models import (
    Area,
    Body,
    CalendarYear,
    Category,
    ContactFact,
    Membership,
    OpeningSchedule,
)
from communities.viewsets.scoped import ScopedViewSet
from events.models import Delivery, Event
from events.unlocked import unlocked
from tests.admin.world import World

pytestmark = pytest.mark.django_db

WORKER = Role.COMMITTEE_WORKER
DIRECTOR = Role.COMMITTEE_DIRECTOR
DISTRICT = Role.DISTRICT_ADMINISTRATOR


@pytest.fixture
def full_world(world: World) -> World:
    """The world, with something that happened in both committees."""
    for holdings in (world.own, world.sibling):
        Event.objects.create(
            at=timezone.now(),
            verb="notice.published",
            object_kind="x",
            object_id="1",
            body_id=holdings.body.pk,
        )
    return world


def registered() -> list[ScopedViewSet]:
    get_resolver().url_patterns  # noqa: B018 - the registers come with the addresses
    return [viewset for viewset in viewsets.viewsets if isinstance(viewset, ScopedViewSet)]


def test_every_scope_agrees_with_what_its_register_answers_for_each_row(full_world: World):
    people = [person for person in full_world.people.values() if person is not None]
    assert len(registered()) >= 9
    for viewset in registered():
        policy = policy_registry.get_by_type(viewset.model)
        for person in people:
            listed = set(viewset.scope(person).values_list("pk", flat=True))
            candidates = viewset.model._default_manager.all()
            if viewset.model is Delivery:
                candidates = candidates.dead()
            answered = {
                row.pk for row in candidates if policy.user_has_permission_for_instance(person, "view", row)
            }
            if viewset.model is Membership:
                answered = {pk for pk in answered if Membership.objects.get(pk=pk).role != Role.RESIDENT}
            assert listed == answered, (viewset.name, person.username)


@pytest.mark.parametrize("model", [ContactFact, OpeningSchedule])
def test_facts_and_hours_of_a_sibling_do_not_exist(full_world: World, as_, model):
    client = as_(WORKER)
    own = model.objects.get(body=full_world.own.body)
    foreign = model.objects.get(body=full_world.sibling.body)
    name = {ContactFact: "contact_facts", OpeningSchedule: "opening_schedules"}[model]
    for view in ("edit", "delete"):
        assert client.get(reverse(f"{name}:{view}", args=[own.pk])).status_code == 200
        for method in (client.get, client.post):
            assert method(reverse(f"{name}:{view}", args=[foreign.pk])).status_code == 404
    listed = client.get(reverse(f"{name}:index")).content.decode()
    assert reverse(f"{name}:edit", args=[own.pk]) in listed
    assert reverse(f"{name}:edit", args=[foreign.pk]) not in listed
    assert model.objects.filter(pk=foreign.pk).exists()


def test_a_key_that_no_database_holds_is_not_found(full_world: World, as_):
    for url in ("contact_facts/edit", "members/delete", "opening_schedules/edit"):
        assert as_(DIRECTOR).get(f"/admin/{url}/99999999999999999999/").status_code == 404
    assert as_(WORKER).get("/admin/pages/99999999999999999999/edit/").status_code == 404


def test_a_worker_writes_down_the_committees_phone(full_world: World, as_):
    client = as_(WORKER)
    url = reverse("contact_facts:add")
    assert client.get(url).status_code == 200
    data = {
        "body": full_world.own.body.pk,
        "kind": "phone",
        "label": "值班电话",
        "position": 1,
        "is_public": "on",
    }
    answer = client.post(url, {**data, "value": "（025）5220 5678"})
    assert answer.status_code == 302, answer.content.decode()
    fact = ContactFact.objects.get(label="值班电话")
    assert fact.value.replace("-", "") == "02552205678"
    assert Event.objects.filter(verb="contact_fact.added", body_id=full_world.own.body.pk).exists()
    bad = client.post(url, {**data, "value": "不是号码", "label": "保留我写的"})
    assert bad.status_code == 200
    assert "保留我写的" in bad.content.decode()
    foreign = client.post(url, {**data, "body": full_world.sibling.body.pk, "value": "025-52209999"})
    assert foreign.status_code == 200
    assert not ContactFact.objects.filter(value__contains="52209999").exists()


def rules(*rows, initial=0):
    data = {"rules-TOTAL_FORMS": len(rows), "rules-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data.update({f"rules-{number}-{field}": value for field, value in row.items()})
    return data


def test_a_worker_writes_down_hours_with_a_midday_break(full_world: World, as_):
    client = as_(WORKER)
    schedule = OpeningSchedule.objects.get(body=full_world.own.body)
    url = reverse("opening_schedules:edit", args=[schedule.pk])
    page = client.get(url).content.decode()
    assert 'type="checkbox"' in page
    assert "周日" in page
    week = ["0", "1", "2", "3", "4"]
    data = {
        "body": full_world.own.body.pk,
        "name": "办公时间",
        "is_main": "on",
        "on_holidays": "closed",
        **rules(
            {"weekdays": week, "opens": "08:30", "closes": "12:00"},
            {"weekdays": week, "opens": "13:30", "closes": "17:30"},
            {
                "weekdays": ["6"],
                "opens": "09:00",
                "closes": "11:00",
                "season_start": "06-01",
                "season_end": "08-31",
            },
            {},
            initial=1,
        ),
    }
    assert client.post(url, data).status_code == 302
    assert [(rule.weekdays, str(rule)) for rule in schedule.rules.all()] == [
        (31, "08:30–12:00"),
        (64, "09:00–11:00"),
        (31, "13:30–17:30"),
    ]
    listed = client.get(reverse("opening_schedules:index")).content.decode()
    assert "周一至周五 08:30–12:00" in listed


@pytest.mark.parametrize(
    "row",
    [
        {"opens": "08:30", "closes": "12:00"},
        {"weekdays": ["0"], "opens": "25:99", "closes": "12:00"},
        {"weekdays": ["0"], "opens": "08:30"},
        {"weekdays": ["9"], "opens": "08:30", "closes": "12:00"},
        {
            "weekdays": ["0"],
            "opens": "08:30",
            "closes": "12:00",
            "season_start": "13-40",
            "season_end": "01-01",
        },
        {"weekdays": ["0"], "opens": "08:30", "closes": "12:00", "season_start": "06-01"},
        {},
    ],
)
def test_hours_that_make_no_sense_are_told_and_nothing_is_lost(full_world: World, as_, row):
    url = reverse("opening_schedules:add")
    data = {"body": full_world.own.body.pk, "name": "老年食堂", "on_holidays": "open", **rules(row)}
    answer = as_(WORKER).post(url, data)
    assert answer.status_code == 200
    assert "老年食堂" in answer.content.decode()
    assert "error-message" in answer.content.decode()
    assert not OpeningSchedule.objects.filter(name="老年食堂").exists()


def test_a_director_adds_and_ends_members_of_their_own_body(full_world: World, as_):
    client = as_(DIRECTOR)
    url = reverse("members:add")
    data = {"body": full_world.own.body.pk, "role": WORKER, "valid_from": "2026-01-01"}
    assert client.post(url, {**data, "username": " Resident "}).status_code == 302
    membership = Membership.objects.get(user__username="resident", role=WORKER)
    assert Event.objects.filter(verb="membership.added", body_id=full_world.own.body.pk).exists()
    again = client.post(url, {**data, "username": "resident"})
    assert again.status_code == 200
    assert "已经是" in again.content.decode()
    assert client.post(reverse("members:delete", args=[membership.pk])).status_code == 302
    membership.refresh_from_db()
    assert membership.valid_until < timezone.localdate()


def test_an_unknown_name_is_answered_like_a_wrong_one(full_world: World, as_):
    url = reverse("members:add")
    data = {"body": full_world.own.body.pk, "role": WORKER, "valid_from": "2026-01-01"}
    for name in ("nobody-here", "res", "%", "' or 1=1"):
        answer = as_(DIRECTOR).post(url, {**data, "username": name})
        assert answer.status_code == 200
        assert "没有这个用户名" in answer.content.decode()


@pytest.mark.once
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("role", [DIRECTOR, Role.STREET_STAFF, DISTRICT])
def test_nobody_gives_a_role_that_the_table_does_not_let_them_give(full_world: World, as_, role):
    client = as_(role)
    url = reverse("members:add")
    siblings = ("qinhong", "zhongpailou", "kangjuli", "lianziying")
    for body in Body.objects.exclude(area__slug__in=siblings):
        for given in Role:
            data = {"body": body.pk, "role": given, "valid_from": "2026-01-01", "username": role.value}
            client.post(url, data)
    gained = Membership.objects.filter(user__username=role.value)
    if role == DISTRICT:
        assert not gained.filter(role=Role.RESIDENT).exists()
    else:
        assert {m.body_id for m in gained} == {gained.order_by("pk").first().body_id}
        assert not gained.filter(role__in=[DISTRICT, Role.RESIDENT]).exists()
    if role == Role.STREET_STAFF:
        assert not gained.filter(role__in=[DIRECTOR, WORKER]).exists()


def test_members_of_a_sibling_and_residents_are_not_listed(full_world: World, as_):
    client = as_(DIRECTOR)
    resident = Membership.objects.get(user__username="resident", role=Role.RESIDENT)
    assert client.get(reverse("members:delete", args=[resident.pk])).status_code == 404
    street = Membership.objects.get(user__username=Role.STREET_STAFF)
    assert client.post(reverse("members:delete", args=[street.pk])).status_code == 404
    listed = client.get(reverse("members:index")).content.decode()
    assert Role.STREET_STAFF not in listed
    assert reverse("members:delete", args=[resident.pk]) not in listed
    own = Membership.objects.get(user__username=DIRECTOR)
    assert client.get(reverse("members:delete", args=[own.pk])).status_code != 200


def test_a_worker_does_not_see_the_register_of_members(full_world: World, as_):
    assert as_(WORKER).get(reverse("members:index")).status_code == 302
    assert as_(WORKER).get(reverse("members:add")).status_code == 302


DISTRICT_REGISTERS = ["areas", "bodies", "categories", "calendar_years", "dead_letters"]


@pytest.mark.parametrize("name", DISTRICT_REGISTERS)
def test_the_districts_registers_open_for_its_administrators_alone(full_world: World, as_, name):
    assert as_(DISTRICT).get(reverse(f"{name}:index")).status_code == 200
    for role in (WORKER, DIRECTOR, Role.STREET_STAFF, Role.DEPARTMENT_CLERK, Role.MODERATOR):
        answer = as_(role).get(reverse(f"{name}:index"))
        assert answer.status_code == 302
        assert answer["Location"] == "/admin/"


def test_an_area_is_renamed_and_found_by_its_aliases(full_world: World, as_):
    client = as_(DISTRICT)
    area = full_world.own.body.area
    url = reverse("areas:edit", args=[area.pk])
    assert client.get(url).status_code == 200
    data = {
        "name": "乌衣巷新社区居委会",
        "short_name": "乌衣巷新社区",
        "aliases": "长乐路 1-99 单号\n旧名大院",
    }
    answer = client.post(url, data)
    assert answer.status_code == 302
    area.refresh_from_db()
    assert area.short_name == "乌衣巷新社区"
    assert [(a.name, a.first_number, a.last_number, a.parity) for a in area.aliases.all()] == [
        ("旧名大院", None, None, ""),
        ("长乐路", 1, 99, "odd"),
    ] or area.aliases.count() == 2
    assert "长乐路 1-99 单号" in client.get(url).content.decode()
    bad = client.post(url, {**data, "aliases": "长乐路 99-1"})
    assert bad.status_code == 200
    assert "长乐路 99-1" in bad.content.decode()


def test_an_estate_is_added_and_a_community_merged(full_world: World, as_):
    client = as_(DISTRICT)
    own, sibling = full_world.own.body.area, full_world.sibling.body.area
    data = {"parent": own.pk, "level": "estate", "name": "长干苑"}
    assert client.post(reverse("areas:add"), data).status_code == 302
    assert Area.objects.get(name="长干苑").parent_id == own.pk
    refused = client.post(
        reverse("areas:add"), {**data, "parent": Area.objects.get(name="长干苑").pk, "level": "grid"}
    )
    assert refused.status_code == 200
    url = reverse("area_changes:abolish", args=[own.pk])
    assert url in client.get(reverse("areas:edit", args=[own.pk])).content.decode()
    assert sibling.short_name in client.get(url).content.decode()
    assert client.post(url, {"successor": "x", "confirm": "1"}).status_code == 200
    looked = client.post(url, {"successor": sibling.pk, "look": "1"}).content.decode()
    assert "网格、小区、楼幢划入接续社区" in looked
    assert "草稿、定时和审核中的页面移到接续社区" in looked
    unread = client.post(url, {"successor": sibling.pk, "confirm": "1"})
    assert "请先核对影响" in unread.content.decode()
    own.refresh_from_db()
    assert own.state == "active"
    done = client.post(url, {"successor": sibling.pk, "confirm": "1", "understood": "on"})
    assert done.status_code == 302
    own.refresh_from_db()
    assert own.state == "abolished"
    assert own.successor == sibling
    assert client.get(url).status_code == 404


def test_a_community_is_split_on_a_form(full_world: World, as_):
    client = as_(DISTRICT)
    own = full_world.own.body.area
    estate = Area.objects.create(level="estate", name="长干苑", short_name="长干苑", parent=own)
    Area.objects.filter(pk=estate.pk).update(path=f"{own.path}{estate.pk}/")
    url = reverse("area_changes:split", args=[own.pk])
    assert url in client.get(reverse("areas:edit", args=[own.pk])).content.decode()
    data = {"code": "320104002099", "name": "长干里社区居委会", "below": [estate.pk], "understood": "on"}
    wrong = client.post(url, {**data, "code": "320104009999"})
    assert wrong.status_code == 200
    assert "应以所在街道的代码" in wrong.content.decode()
    assert "长干里社区居委会" in wrong.content.decode()
    assert client.post(url, {**data, "understood": ""}).status_code == 200
    assert client.post(url, data).status_code == 302
    assert Area.objects.get(code="320104002099").page.specific.live
    assert client.get(reverse("area_changes:split", args=[own.parent_id])).status_code == 404


def test_a_department_is_made_renamed_and_ended(full_world: World, as_):
    client = as_(DISTRICT)
    data = {
        "kind": BodyKind.DEPARTMENT,
        "name": "秦淮区教育局",
        "short_name": "教育局",
        "area": full_world.district.area.pk,
    }
    assert client.post(reverse("bodies:add"), data).status_code == 302
    body = Body.objects.get(name="秦淮区教育局")
    assert body.collection.name == "秦淮区教育局"
    again = client.post(reverse("bodies:add"), data)
    assert again.status_code == 200
    url = reverse("bodies:edit", args=[body.pk])
    assert (
        client.post(url, {"name": "秦淮区教育体育局", "short_name": "", "ended_on": "2026-12-31"}).status_code
        == 302
    )
    body.refresh_from_db()
    assert (body.name, str(body.ended_on), body.collection.name) == (
        "秦淮区教育体育局",
        "2026-12-31",
        "秦淮区教育体育局",
    )
    committee = full_world.own.body
    assert client.get(reverse("bodies:edit", args=[committee.pk])).status_code == 404


def test_a_year_of_holidays_is_typed_as_the_notice_words_it(full_world: World, as_):
    client = as_(DISTRICT)
    data = {
        "year": 2027,
        "source": "国务院办公厅关于2027年部分节假日安排的通知",
        "holidays": "2027-10-01 至 2027-10-07 国庆节\n2027-01-01 元旦",
        "make_ups": "2027-09-26 国庆节",
    }
    assert client.post(reverse("calendar_years:add"), data).status_code == 302
    year = CalendarYear.objects.get(year=2027)
    assert year.days.count() == 9
    page = client.get(reverse("calendar_years:edit", args=[year.pk])).content.decode()
    assert "2027-10-01 至 2027-10-07 国庆节" in page
    for holidays in ("十月一日", "2027-13-01 元旦", "2027-10-07 至 2027-10-01 国庆节", "2026-10-01 国庆节"):
        bad = client.post(reverse("calendar_years:add"), {**data, "year": 2028, "holidays": holidays})
        assert bad.status_code == 200
        assert holidays in bad.content.decode()


def test_a_category_is_added_renamed_and_removed(full_world: World, as_):
    client = as_(DISTRICT)
    data = {"scheme": "service", "name": "宠物托管", "position": 10}
    assert client.post(reverse("categories:add"), data).status_code == 302
    category = Category.objects.get(name="宠物托管")
    assert category.slug == "chongwutuoguan"
    assert client.post(reverse("categories:add"), data).status_code == 200
    url = reverse("categories:edit", args=[category.pk])
    assert client.post(url, {"name": "养宠", "position": 11}).status_code == 302
    category.refresh_from_db()
    assert (category.name, category.slug) == ("养宠", "chongwutuoguan")
    assert client.post(reverse("categories:delete", args=[category.pk])).status_code == 302


def test_a_given_up_delivery_is_tried_again(full_world: World, as_):
    client = as_(DISTRICT)
    delivery = Delivery.objects.dead().first()
    url = reverse("dead_letters:retry", args=[delivery.pk])
    assert "坏了" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 0)
    assert as_(WORKER).post(url).status_code == 404


def test_officials_read_what_happened_in_their_own_body(full_world: World, as_):
    with unlocked("test"):
        Event.objects.filter(body_id=full_world.own.body.pk).update(object_label="自己的事")
        Event.objects.filter(body_id=full_world.sibling.body.pk).update(object_label="别人的事")
    page = as_(WORKER).get(reverse("happenings:index")).content.decode()
    assert "自己的事" in page
    assert "公告：发布" in page
    assert "别人的事" not in page
    assert "别人的事" in as_(DISTRICT).get(reverse("happenings:index")).content.decode()


def test_every_register_asks_for_the_object():
    """A stock viewset would answer for everybody's rows: whoever adds a register takes `ScopedViewSet`."""
    get_resolver().url_patterns  # noqa: B018 - the registers come with the addresses
    ours = {"cms_pages", "communities", "events", "notifications"}
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        if isinstance(model, type) and model._meta.app_label in ours:
            assert isinstance(viewset, ScopedViewSet), f"{viewset} should be a ScopedViewSet"
