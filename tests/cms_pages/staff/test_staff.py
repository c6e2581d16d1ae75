"""Who works in a committee is shown as far as they agree, and for as long as they hold the office."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from accounts.personal_data import registry as holdings
from cms_pages.actions.set_staff_card import set_staff_card
from cms_pages.actions.set_staff_duty import set_staff_duty
from cms_pages.choices import StaffField
from cms_pages.models import StaffCard, StaffConsent, StaffDuty
from cms_pages.page_cache import generations
from cms_pages.staff.permissions import can_edit
from communities.actions.end_membership import end_membership
from communities.choices import BodyKind, Level, Role
from communities.models import Area, AreaAlias, Membership
from media.models import Image
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/fuzimiao/wuyixiang/staff/"


def place(parent, level, name):
    area = Area.objects.create(level=level, name=name, short_name=name, parent=parent)
    area.path = f"{parent.path}{area.pk}/"
    area.save()
    return area


def picture():
    data = io.BytesIO()
    Picture.new("RGB", (400, 500), "grey").save(data, "JPEG")
    return SimpleUploadedFile("me.jpg", data.getvalue(), "image/jpeg")


@pytest.fixture
def grid(district, official):
    """A grid of 乌衣巷社区 with an estate, and the worker who answers for it."""
    home = district["wuyixiang"]
    area = place(home, Level.GRID, "第一网格")
    estate = place(area, Level.ESTATE, "来凤小区")
    body = district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body, nickname="小王")
    membership = Membership.objects.get(user=worker)
    duty = StaffDuty.objects.create(body=body, title="网格员", phone="025-0000 0001", member=membership)
    duty.places.set([area])
    StaffDuty.objects.create(body=body, title="民政专干", work="低保、临时救助")
    return SimpleNamespace(
        district=district, area=area, estate=estate, body=body, worker=worker, office=membership, duty=duty
    )


def card(grid, *agreed, person=None, photo=None, **values):
    texts = {"name": "王小雨", "phone": "025-0000 0002", "hours": "上午在岗"} | values
    return set_staff_card(
        actor=person or grid.worker,
        membership=grid.office,
        values={StaffField(name): text for name, text in texts.items()},
        photo=photo,
        agreed=[StaffField(field) for field in agreed],
        now=timezone.now(),
    )


def seen(client, address=PAGE):
    generations.change_all()
    return client.get(address).content.decode()


def test_without_consent_nothing_of_a_person_is_shown_but_what_the_office_is(client, grid):
    card(grid)
    text = seen(client)
    for words in ("网格员", "第一网格", "025-0000 0001", "民政专干", "低保、临时救助"):
        assert words in text
    for words in ("王小雨", "025-0000 0002", "上午在岗", "小王"):
        assert words not in text
    assert text.count("暂缺") == 1, "a vacant duty has no name"


@pytest.mark.parametrize(
    ("field", "words"), [("name", "王小雨"), ("phone", "025-0000 0002"), ("hours", "上午在岗")]
)
def test_each_thing_has_a_consent_of_its_own_that_can_be_taken_back(client, grid, field, words):
    everything = {"王小雨", "025-0000 0002", "上午在岗"}
    card(grid, field)
    text = seen(client)
    assert {shown for shown in everything if shown in text} == {words}
    card(grid)
    assert words not in seen(client)
    consent = StaffConsent.objects.get()
    assert consent.withdrawn_at is not None


def test_a_consent_is_for_the_value_that_it_was_given_for(grid, clock):
    card(grid, "phone")
    clock.shift(60)
    card(grid, "phone", "name")
    card(grid, "phone", "name", phone="025-0000 0003")
    consents = StaffConsent.objects.filter(field="phone")
    assert [row.withdrawn_at is None for row in consents] == [False, True]
    assert StaffConsent.objects.filter(field="name").count() == 1
    with transaction.atomic(), pytest.raises(IntegrityError):
        StaffConsent.objects.create(card=StaffCard.objects.get(), field="phone", given_at=timezone.now())


def test_what_ends_with_the_office_is_shown_no_more(client, grid, clock):
    card(grid, "name", "phone")
    assert "王小雨" in seen(client)
    end_membership(actor=None, membership=grid.office, now=timezone.now())
    text = seen(client)
    assert "王小雨" not in text
    assert text.count("暂缺") == 2
    with pytest.raises(ValidationError, match="结束"):
        card(grid, "name")


def test_an_office_that_ends_with_the_day_ends_on_kept_pages_too(client, grid, clock):
    card(grid, "name")
    Membership.objects.filter(pk=grid.office.pk).update(valid_until=timezone.localdate())
    assert "王小雨" in seen(client)
    clock.shift(timedelta(days=1))
    assert "王小雨" not in client.get(PAGE).content.decode()


def test_nobody_agrees_for_somebody_else(client_for, grid, official):
    director = official(Role.COMMITTEE_DIRECTOR, grid.body)
    with pytest.raises(PermissionDenied, match="本人"):
        card(grid, "name", person=director)
    address = reverse("staff-card", args=[grid.office.pk])
    assert client_for(director).get(address).status_code == 404
    supervisor = official(Role.SUPERVISOR, grid.body)
    own = Membership.objects.get(user=supervisor)
    assert client_for(supervisor).get(reverse("staff-card", args=[own.pk])).status_code == 404
    assert "公开我的信息" not in client_for(supervisor).get("/me/").content.decode()


def test_a_person_decides_on_their_own_pages(client_for, client, grid):
    mine = client_for(grid.worker)
    assert "什么都没有公开" in mine.get("/me/").content.decode()
    address = reverse("staff-card", args=[grid.office.pk])
    assert mine.get(address).status_code == 200
    refused = mine.post(address, {"name": "", "show_name": "on", "hours": "上午在岗"})
    assert refused.status_code == 422
    assert "没有填写" in refused.content.decode()
    assert "上午在岗" in refused.content.decode()
    data = {"name": "王小雨", "show_name": "on", "phone": "025-0000 0002", "photo": picture()}
    assert mine.post(address, {**data, "show_photo": "on"}).status_code == 302
    text = seen(client)
    assert "王小雨" in text
    assert "025-0000 0002" not in text
    assert "staff-duty__photo" in text
    assert "姓名、照片" in mine.get("/me/").content.decode()
    # Taken back, the picture goes: its file has an address of its own.
    assert mine.post(address, {"name": "王小雨", "show_name": "on"}).status_code == 302
    assert not Image.objects.exists()
    assert "staff-duty__photo" not in seen(client)


def test_a_picture_that_is_none_is_refused_in_words(client_for, grid):
    bad = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    address = reverse("staff-card", args=[grid.office.pk])
    answer = client_for(grid.worker).post(address, {"photo": bad, "show_photo": "on"})
    assert answer.status_code == 422
    assert not Image.objects.exists()


def test_a_house_number_leads_to_whoever_answers_for_its_grid(client, grid):
    AreaAlias.objects.create(area=grid.area, name="来凤街", first_number=28)
    card(grid, "name")
    for words in ("来凤小区", "来凤街28号"):
        text = client.get("/communities/find/", {"q": words}).content.decode()
        assert "王小雨" in text, words
        assert "025-0000 0001" in text
    other = client.get("/communities/find/", {"q": "东水关"}).content.decode()
    assert "王小雨" not in other
    assert "/fuzimiao/dongshuiguan/staff/" in other


def test_front_pages_lead_to_it_and_the_district_has_none(client, grid):
    assert f'href="{PAGE}"' in client.get("/fuzimiao/wuyixiang/").content.decode()
    assert 'href="/fuzimiao/staff/"' in client.get("/fuzimiao/").content.decode()
    assert "街道工作人员" in client.get("/fuzimiao/staff/").content.decode()
    assert client.get("/staff/").status_code == 404
    assert PAGE in client.get("/sitemap.xml").content.decode()


def duty_of(grid, actor, **changed):
    values = {
        "body": grid.body,
        "title": "卫生专干",
        "work": "",
        "phone": "",
        "places": [],
        "member": None,
        "position": 0,
    }
    return set_staff_duty(actor=actor, now=timezone.now(), **(values | changed))


def test_duties_are_the_body_s_to_write_down_within_its_own_area(grid, official):
    elsewhere = place(grid.district["lianziying"], Level.GRID, "第二网格")
    stranger = official(Role.COMMITTEE_WORKER, grid.district.body("lianziying"))
    with pytest.raises(ValidationError, match="分工"):
        duty_of(grid, grid.worker, title=" ")
    with pytest.raises(ValidationError, match="本辖区"):
        duty_of(grid, grid.worker, places=[elsewhere])
    with pytest.raises(ValidationError, match="不在本单位"):
        duty_of(grid, grid.worker, member=Membership.objects.get(user=stranger))
    with pytest.raises(PermissionDenied):
        duty_of(grid, stranger)
    made = duty_of(grid, grid.worker, places=[grid.estate], member=grid.office)
    assert list(made.places.all()) == [grid.estate]


def test_the_register_writes_changes_and_removes(client_for, grid):
    client = client_for(grid.worker)
    add = reverse("staff_duties:add")
    assert "来凤小区" in client.get(add).content.decode()
    data = {"body": grid.body.pk, "title": "卫生专干", "work": "", "phone": "", "member": "", "position": 3}
    assert client.post(add, {**data, "places": [grid.estate.pk]}).status_code == 302
    duty = StaffDuty.objects.get(title="卫生专干")
    assert "卫生专干" in client.get(reverse("staff_duties:index")).content.decode()
    edit = reverse("staff_duties:edit", args=[duty.pk])
    assert client.post(edit, {**data, "title": "计生专干"}).status_code == 302
    assert client.post(edit, {**data, "title": ""}).status_code == 200
    client.post(reverse("staff_duties:delete", args=[duty.pk]))
    assert not StaffDuty.objects.filter(pk=duty.pk).exists()


def test_a_person_gets_a_copy_and_is_forgotten(client, grid):
    card(grid, "name", "photo", photo=picture())
    holding = holdings.get("staff")
    exported = holding.export(grid.worker)["staff_cards"][0]
    assert exported["name"] == "王小雨"
    assert {consent["field"] for consent in exported["consents"]} == {"name", "photo"}
    holding.erase(grid.worker)
    assert not StaffCard.objects.exists()
    assert not Image.objects.exists()
    grid.duty.refresh_from_db()
    assert grid.duty.member is None


def test_lists_and_single_answers_agree_on_who_writes_duties(grid, official):
    StaffDuty.objects.create(body=grid.district.body("fuzimiao"), title="民政科")
    bodies = {
        Role.DISTRICT_ADMINISTRATOR: grid.district.body(),
        Role.COMMISSION_MEMBER: grid.district.body(kind=BodyKind.STEERING_COMMISSION),
        Role.DEPARTMENT_CLERK: grid.district.body(kind=BodyKind.DEPARTMENT),
        Role.STREET_STAFF: grid.district.body("fuzimiao"),
    }
    people = [official(role, bodies.get(role, grid.body)) for role in Role]
    for person in [*people, UserFactory(superuser=True), UserFactory(inactive=True)]:
        shown = set(StaffDuty.objects.visible_to(person))
        assert shown == {duty for duty in StaffDuty.objects.select_related("body") if can_edit(person, duty)}
        assert can_edit(person) or not shown
