"""The page of a service, what publishing asks for, and what it says as time passes."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms_pages.models import ServicePage
from cms_pages.publication.errors import PublicationRefused
from communities.choices import Role
from events.models import Event
from tests.factories.services import ServiceFactory, category, phone_of, schedule_of, services_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def service_post(*, publish=False, contacts=(), **fields):
    data = {
        "title": "社区食堂",
        "category": category().pk,
        "summary": "一荤两素。",
        "description": "",
        "pictures-count": "0",
        "provider": "",
        "provider_name": "",
        "eligibility": "不限",
        "documents": "",
        "fee_kind": "fixed",
        "fee_fen": "12.50",
        "fee_text": "",
        "address": "马道街28号",
        "latitude": "",
        "longitude": "",
        "opening": "",
        "opening_note": "每天中午",
        "status": "normal",
        "status_text": "",
        "status_until": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **fields,
    }
    if publish:
        data["action-publish"] = "1"
    return {**nested_form_data(data), "contacts": [str(fact.pk) for fact in contacts]}


def test_a_committee_worker_publishes_a_service_in_the_editor(district, official, client_for):
    body = district.body("wuyixiang")
    client = client_for(official(Role.COMMITTEE_WORKER, body))
    address = reverse(
        "wagtailadmin_pages:add", args=["cms_pages", "servicepage", services_of(district, "wuyixiang").pk]
    )
    page = client.get(address).content.decode()
    assert "服务范围" not in page, "a committee has no areas to choose from"
    response = client.post(address, service_post(publish=True, contacts=[phone_of(body)]))
    assert response.status_code == 302, response.context["form"].errors
    service = ServicePage.objects.get()
    assert service.live
    assert (service.fee_fen, service.body_owner, service.slug) == (1250, body, "shequshitang")
    assert [row.area for row in service.served_areas.all()] == [body.area]
    assert service.care.assured_for == body
    assert Event.objects.filter(verb="service.published", body_id=body.pk).exists()


def test_publishing_is_refused_with_all_that_is_missing(district, official, client_for):
    client = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    address = reverse(
        "wagtailadmin_pages:add", args=["cms_pages", "servicepage", services_of(district, "wuyixiang").pk]
    )
    empty = dict.fromkeys(
        ("category", "summary", "eligibility", "fee_kind", "fee_fen", "address", "opening_note"), ""
    )
    response = client.post(address, service_post(publish=True, **empty))
    errors = response.context["form"].errors
    assert set(errors) == {"category", "summary", "eligibility", "fee_kind", "address", "contacts", "opening"}
    assert not ServicePage.objects.exists()
    assert client.post(address, service_post(**empty)).status_code == 302, "a draft may lack all of it"
    draft = ServicePage.objects.get()
    with pytest.raises(PublicationRefused):
        draft.get_latest_revision().publish()


def test_submitting_the_form_twice_makes_one_service(district, official, client_for):
    client = client_for(official(Role.COMMITTEE_WORKER, district.body("wuyixiang")))
    address = reverse(
        "wagtailadmin_pages:add", args=["cms_pages", "servicepage", services_of(district, "wuyixiang").pk]
    )
    data = service_post(submission_token=str(uuid4()))
    assert [client.post(address, data).status_code for _time in range(2)] == [302, 302]
    assert ServicePage.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"status": "limited", "status_text": "一辆车"}, "status_until"),
        ({"status": "changed"}, "status_text"),
        ({"status_text": "搬了"}, "status"),
        ({"fee_kind": "fixed", "fee_fen": None}, "fee_fen"),
        ({"fee_kind": "varies"}, "fee_text"),
        ({"latitude": "32.02"}, "longitude"),
    ],
)
def test_what_does_not_fit_together_is_named(district, fields, field):
    service = ServiceFactory(parent=services_of(district, "wuyixiang"))
    for name, value in fields.items():
        setattr(service, name, value)
    assert [error.field for error in service.publication_errors()] == [field]


def test_a_change_ends_by_itself_on_a_kept_page(district, client, clock):
    service = ServiceFactory(parent=services_of(district, "wuyixiang"), changed=True)
    assert "临时搬到一楼大厅" in client.get(service.get_url()).content.decode()
    clock.shift(datetime.timedelta(days=1, seconds=1))
    assert "临时搬到一楼大厅" not in client.get(service.get_url()).content.decode()


def test_hours_are_told_right_over_midnight_holidays_and_make_up_days(district, client, clock):
    from communities.models import CalendarDay, CalendarYear

    year = CalendarYear.objects.create(year=2026, source="通知")
    CalendarDay.objects.create(year=year, date=datetime.date(2026, 11, 24), kind="holiday", name="演示节")
    CalendarDay.objects.create(year=year, date=datetime.date(2026, 11, 28), kind="make_up", name="演示节")
    CalendarYear.objects.create(year=2027, source="通知")
    schedule = schedule_of(district.body("wuyixiang"), (31, "18:00", "02:00"))
    service = ServiceFactory(parent=services_of(district, "wuyixiang"), opening=schedule)

    def says():
        return client.get(service.get_url()).context["opening"].label

    clock.move_to("2026-11-24T01:00:00+08:00")
    assert says() == "现在开门，2:00 关门", "Monday's hours run into the holiday"
    clock.move_to("2026-11-24T10:00:00+08:00")
    assert says() == "今天休息（演示节），明天 18:00 开门"
    clock.move_to("2026-11-28T17:00:00+08:00")
    assert says() == "现在关门，今天 18:00 开门", "a Saturday that makes up keeps Friday's hours"
    clock.move_to("2026-11-29T01:30:00+08:00")
    assert says() == "现在开门，2:00 关门"


def test_the_page_shows_fee_documents_hours_and_who_assured_it(district, client):
    schedule = schedule_of(district.body("wuyixiang"), (31, "09:00", "12:00"), (31, "13:30", "17:30"))
    service = ServiceFactory(
        parent=services_of(district, "wuyixiang"),
        opening=schedule,
        documents="身份证\n医保卡",
        fee_kind="fixed",
        fee_fen=1250,
    )
    page = client.get(service.get_url()).content.decode()
    for text in ("¥12.50", "<li>身份证</li>", "9:00–12:00、13:30–17:30", "居委会核对", "025-00001234"):
        assert text in page


def test_a_phone_that_changes_changes_on_the_kept_page(district, client, django_capture_on_commit_callbacks):
    from communities.actions.set_contact_fact import set_contact_fact

    body = district.body("wuyixiang")
    service = ServiceFactory(parent=services_of(district, "wuyixiang"))
    assert "025-00001234" in client.get(service.get_url()).content.decode()
    fact = service.contacts.get()
    with django_capture_on_commit_callbacks(execute=True):
        set_contact_fact(
            actor=None,
            body=body,
            kind="phone",
            label="服务电话",
            value="025-83459999",
            is_public=True,
            position=0,
            now=timezone.now(),
            fact=fact,
        )
    assert fact.__class__.objects.get().value in client.get(service.get_url()).content.decode()


def test_the_map_counts_what_serves_each_area_and_says_the_same_in_a_table(district, client):
    ServiceFactory(parent=services_of(district, "wuyixiang"))
    ServiceFactory(parent=services_of(district))
    page = client.get("/services/map/")
    counts = {tile.name: tile.count for tile in page.context["map"].tiles}
    assert counts == {"秦虹街道": 1, "夫子庙街道": 2}
    text = page.content.decode()
    assert "不表示实际的位置" in text
    assert text.count('href="/fuzimiao/services/"') == 2
    assert {tile.name: tile.count for tile in client.get("/fuzimiao/services/map/").context["map"].tiles}[
        "乌衣巷社区"
    ] == 2
    assert client.get("/fuzimiao/wuyixiang/services/map/").status_code == 404
