"""Notices for committees only: nobody else learns of them; who has opened and signed."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms_pages.actions.remind_bodies import ReminderRefused, remind_bodies
from cms_pages.models import NoticeAttachment, NoticePage, NoticeReceipt
from cms_pages.notices.permissions import can_see
from communities.choices import BodyKind, Role
from communities.roles import ROLE_BODY_KINDS
from events.actions.deliver import deliver_due
from media.tables.writing import plain_cell
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import DocumentFactory, NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "仅供内部的摸底通知"


@pytest.fixture
def secret(district):
    """From the street 夫子庙 to all committees in it, with a file."""
    document = DocumentFactory(title="内部摸底表", collection=district.body("fuzimiao").collection)
    notice = NoticeFactory(
        parent=district.notices_of("fuzimiao"), title=SECRET, for_committees=True, slug="secret"
    )
    notice.attachments.add(NoticeAttachment(document=document))
    notice.save_revision().publish()
    return NoticePage.objects.get(pk=notice.pk)


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), nickname="王大姐")


@pytest.fixture
def clerk(district, official):
    return official(Role.STREET_STAFF, district.body("fuzimiao"))


def read_url(notice):
    return reverse("received_notices:read", args=[notice.pk])


def test_no_public_address_shows_it_to_anybody(secret, district, client_for, worker, clerk):
    address = f"{district.notices_of('fuzimiao').url}secret/"
    document = secret.attachments.get().document
    public = [district.notices_of(slug).url for slug in ("", "fuzimiao", "wuyixiang")]
    for user in (None, UserFactory(), worker, clerk):
        client = client_for(user)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}print/").status_code == 404
        for url in public:
            for answer in (
                client.get(url, {"ended": "1"}),
                client.get(url, {"q": "摸底"}),
                client.get(f"{url}feed/"),
                client.get(district.page("wuyixiang").url),
            ):
                assert answer.status_code == 200
                assert SECRET not in answer.content.decode()
        assert "符合条件的公告0条" in client.get(public[1], {"q": "摸底"}).content.decode()
    assert secret.get_url() is None
    assert secret.get_sitemap_urls() == []
    assert Client().get(document.url).status_code == 404


def test_its_files_go_to_those_who_may_read_it(secret, client_for, worker, clerk, official, district):
    url = secret.attachments.get().document.url
    assert client_for(worker).get(url).status_code == 200
    assert client_for(clerk).get(url).status_code == 200
    for stranger in (
        None,
        UserFactory(member={Role.RESIDENT: district.body("wuyixiang")}),
        official(Role.SUPERVISOR, district.body("wuyixiang")),
        official(Role.COMMITTEE_WORKER, district.body("zhongpailou")),
    ):
        assert client_for(stranger).get(url).status_code == 404


def test_a_file_of_a_draft_is_not_public_and_that_of_a_public_notice_is(district, client):
    body = district.body("wuyixiang")
    loose = DocumentFactory(collection=body.collection)
    assert client.get(loose.url).status_code == 404
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), draft=True)
    notice.attachments.add(NoticeAttachment(document=loose))
    notice.save()
    assert client.get(loose.url).status_code == 404
    notice.save_revision().publish()
    assert client.get(loose.url).status_code == 200


def everybody(district):
    """One person in each role of each body that can have it, a visitor, and a superuser."""
    from communities.models import Body

    people = [UserFactory(superuser=True), UserFactory()]
    for role, kinds in ROLE_BODY_KINDS.items():
        people += [UserFactory(member={role: body}) for body in Body.objects.filter(kind__in=kinds)]
    return people


def test_list_and_question_agree_for_everybody(secret, district):
    NoticeFactory(parent=district.notices_of(), for_committees=True, to=[district["wuyixiang"]])
    NoticeFactory(parent=district.notices_of(), for_committees=True)
    NoticeFactory(parent=district.notices_of("wuyixiang"))
    NoticeFactory(parent=district.notices_of("wuyixiang"), draft=True)
    from django.contrib.auth.models import AnonymousUser

    notices = list(NoticePage.objects.all())
    for person in [AnonymousUser(), *everybody(district)]:
        visible = set(NoticePage.objects.visible_to(person))
        assert visible == {notice for notice in notices if can_see(person, notice)}, person


def test_it_is_sent_to_committees_and_not_to_other_kinds_of_bodies(secret, district, official):
    assert can_see(official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang")), secret)
    assert not can_see(official(Role.DEPARTMENT_CLERK, district.body("", BodyKind.DEPARTMENT)), secret)
    assert not can_see(official(Role.STREET_STAFF, district.body("qinhong")), secret)


def test_reading_it_records_the_body_once_and_first(secret, worker, official, district, client_for):
    page = client_for(worker).get(read_url(secret))
    assert page.status_code == 200
    assert SECRET in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    colleague = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    client_for(colleague).get(read_url(secret))
    receipt = NoticeReceipt.objects.get()
    assert receipt.opened_by == worker
    assert receipt.signed_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeReceipt.objects.create(notice=secret, body=receipt.body, opened_at=timezone.now())


def test_a_browser_that_fetches_ahead_has_not_opened_it(secret, worker, client_for):
    client_for(worker).get(read_url(secret), headers={"sec-purpose": "prefetch"})
    assert not NoticeReceipt.objects.exists()


def test_signing_twice_signs_once(secret, worker, client_for):
    client = client_for(worker)
    url = reverse("received_notices:sign", args=[secret.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    first = NoticeReceipt.objects.get().signed_at
    assert "此前已经签收" in client.post(url, follow=True).content.decode()
    assert NoticeReceipt.objects.get().signed_at == first


def test_strangers_find_no_reading_page_and_no_receipts(secret, official, district, client_for, worker):
    stranger = client_for(official(Role.COMMITTEE_WORKER, district.body("zhongpailou")))
    assert stranger.get(read_url(secret)).status_code == 404
    assert stranger.post(reverse("received_notices:sign", args=[secret.pk])).status_code == 404
    for person in (stranger, client_for(worker)):
        for view in ("list", "export"):
            assert person.get(reverse(f"notice_receipts:{view}", args=[secret.pk])).status_code == 404
        assert person.post(reverse("notice_receipts:remind", args=[secret.pk])).status_code == 404
    assert SECRET not in stranger.get(reverse("received_notices:index")).content.decode()
    public = NoticeFactory(parent=district.notices_of("wuyixiang"))
    assert client_for(worker).get(read_url(public)).status_code == 404


def test_the_list_of_received_notices_and_the_workbench_show_what_waits(secret, worker, client_for):
    client = client_for(worker)
    assert SECRET in client.get(reverse("received_notices:index"), {"state": "unsigned"}).content.decode()
    client.post(reverse("received_notices:sign", args=[secret.pk]), follow=True)
    assert SECRET not in client.get(reverse("received_notices:index"), {"state": "unsigned"}).content.decode()
    assert "已签收" in client.get(reverse("received_notices:index")).content.decode()


def test_the_publisher_sees_who_has_signed_by_street(secret, worker, clerk, client_for):
    client_for(worker).post(reverse("received_notices:sign", args=[secret.pk]))
    response = client_for(clerk).get(reverse("notice_receipts:list", args=[secret.pk]))
    assert response.context["receipts"].counts == {"all": 3, "signed": 1, "opened": 0, "unopened": 2}
    assert [group.name for group in response.context["receipts"].groups] == ["夫子庙街道"]
    assert "王大姐" in response.content.decode()


def test_the_export_holds_no_formula(secret, worker, clerk, client_for):
    type(worker).objects.filter(pk=worker.pk).update(nickname="=1+1")
    client_for(worker).post(reverse("received_notices:sign", args=[secret.pk]))
    response = client_for(clerk).get(reverse("notice_receipts:export", args=[secret.pk]))
    text = response.content.decode("utf-8-sig")
    assert text.startswith("街道,单位,状态")
    assert "'=1+1" in text
    assert ",=1+1" not in text


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@x", "\tx", "  =1"])
def test_a_cell_that_looks_like_a_formula_is_text(value):
    assert plain_cell(value).startswith("'")
    assert plain_cell("平常的字") == "平常的字"


def test_a_reminder_goes_to_those_who_have_not_signed_and_not_too_often(
    secret, worker, clerk, official, district, client_for, clock
):
    late = official(Role.COMMITTEE_WORKER, district.body("dongshuiguan"))
    client_for(worker).post(reverse("received_notices:sign", args=[secret.pk]))
    url = reverse("notice_receipts:remind", args=[secret.pk])
    assert "已提醒2个" in client_for(clerk).post(url, follow=True).content.decode()
    reminded = Notification.objects.filter(kind="notice.reminded")
    assert set(reminded.values_list("recipient", flat=True)) == {late.pk}
    assert "刚提醒过" in client_for(clerk).post(url, follow=True).content.decode()
    assert reminded.count() == 1
    clock.shift(datetime.timedelta(hours=4, seconds=1))
    assert remind_bodies(notice=secret, actor=clerk, now=timezone.now()) == 2
    with pytest.raises(ReminderRefused):
        remind_bodies(notice=secret, actor=clerk, now=timezone.now())


def test_publishing_notifies_the_officials_it_is_for(secret, worker, official, district):
    stranger = official(Role.COMMITTEE_WORKER, district.body("zhongpailou"))
    deliver_due(now=timezone.now())
    told = Notification.objects.filter(kind="notice.published")
    assert worker.pk in told.values_list("recipient", flat=True)
    assert stranger.pk not in told.values_list("recipient", flat=True)
    row = told.get(recipient=worker)
    assert SECRET in lines([row], reader=worker)[0].wording.title
    assert lines([row], reader=stranger) == []


def test_events_name_no_public_area_for_it_and_the_old_ones_when_it_was_public(district):
    from events.models import Event

    notice = NoticeFactory(parent=district.notices_of("fuzimiao"))
    notice.audience = "committees"
    notice.save_revision().publish()
    events = Event.objects.filter(object_id=str(notice.pk), verb__in=["notice.published", "notice.corrected"])
    hidden, public = events.order_by("-pk")
    assert public.area_paths == [district["fuzimiao"].path]
    assert hidden.area_paths == [district["fuzimiao"].path]
    notice.save_revision().publish()
    notice.refresh_from_db()
    notice.delete()
    tombstone = Event.objects.get(verb="notice.deleted")
    assert tombstone.is_tombstone


def test_an_audience_that_shrinks_lets_go_the_pages_it_leaves(district):
    from events.models import Event

    both = [district["wuyixiang"], district["dongshuiguan"]]
    notice = NoticeFactory(parent=district.notices_of("fuzimiao"), to=both)
    notice.chosen_areas = both[:1]
    notice.save_revision().publish()
    assert [row.area for row in notice.audience_areas.all()] == both[:1]
    event = Event.objects.filter(object_id=str(notice.pk)).order_by("-pk").first()
    assert set(event.area_paths) == {area.path for area in both}


def test_a_notice_moved_to_another_committee_is_that_committees(district, official):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    notice.move(district.notices_of("dongshuiguan"), pos="last-child")
    notice = NoticePage.objects.get(pk=notice.pk)
    assert notice.area == district["dongshuiguan"]
    assert notice.body_owner == district.body("dongshuiguan")
    assert [row.area for row in notice.audience_areas.all()] == [district["dongshuiguan"]]


def test_a_notice_for_committees_does_not_become_public_by_being_moved(secret, district):
    secret.move(district.notices_of("wuyixiang"), pos="last-child")
    assert not NoticePage.objects.get(pk=secret.pk).live
