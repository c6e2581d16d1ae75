"""Telling people, and what they see of it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import personal_data
from accounts.models import User
from communities import workbench
from communities.choices import Role
from events import timer
from events.record import record
from notifications import rendering
from notifications.actions.delete_old_notifications import delete_old_notifications
from notifications.actions.mark_read import mark_read
from notifications.actions.notify import notify
from notifications.models import Notification
from notifications.rendering import Wording, count_unread
from tests.factories.people import UserFactory

LIST = "/me/notifications/"
KIND = "test.told"
HIDDEN = "test.hidden"


@pytest.fixture(autouse=True)
def _wordings(monkeypatch):
    """Two kinds: one that everybody may see, about a person; one that nobody may."""

    def told(notifications, reader):
        people = User.objects.in_bulk([int(row.object_id) for row in notifications])
        return {
            row.pk: Wording(
                title=f"关于{people[int(row.object_id)].username}的通知{row.event_id}",
                url="/me/",
                note="社区",
            )
            for row in notifications
            if int(row.object_id) in people
        }

    monkeypatch.setattr(
        rendering.registry, "_entries", {KIND: told, HIDDEN: lambda _notifications, _reader: {}}
    )


@pytest.fixture
def resident(db):
    return UserFactory(username="zhangsan")


@pytest.fixture
def subject(db):
    return UserFactory(username="subject")


@pytest.fixture
def mine(client_for, resident):
    return client_for(resident)


@pytest.fixture
def tell(resident, subject):
    def many(count=1, kind=KIND, recipient=resident, **fields):
        now = fields.pop("created_at", timezone.now())
        Notification.objects.bulk_create(
            Notification(
                recipient=recipient,
                kind=kind,
                object_kind="accounts.user",
                object_id=str(subject.pk),
                event_id=fields.get("first", 1) + number,
                created_at=now,
                read_at=fields.get("read_at"),
            )
            for number in range(count)
        )

    return many


def event_about(user):
    with transaction.atomic():
        return record(actor=None, verb="test.happened", instance=user)


def test_delivering_an_event_twice_makes_one_notification(resident, subject):
    event = event_about(subject)
    people = [resident.pk, resident.pk, UserFactory().pk]
    for _time in range(2):
        notify(actor=None, recipients=people, kind=KIND, instance=subject, event=event, now=timezone.now())
    assert Notification.objects.count() == 2
    row = Notification.objects.for_user(resident).get()
    assert (row.object_kind, row.object_id, row.event_id) == ("accounts.user", str(subject.pk), event.pk)


def test_without_an_event_there_is_one_for_ever_and_another_event_makes_another(resident, subject):
    for event in (None, None, event_about(subject), event_about(subject)):
        notify(
            actor=None, recipients=[resident.pk], kind=KIND, instance=subject, event=event, now=timezone.now()
        )
    assert Notification.objects.count() == 3


def test_the_database_itself_refuses_a_second_row(tell):
    tell()
    with pytest.raises(IntegrityError), transaction.atomic():
        tell()


def test_nobody_is_told_of_their_own_deed_and_closed_accounts_of_nothing(resident, subject):
    closed = UserFactory(is_active=False)
    recipients = [resident.pk, subject.pk, closed.pk, 10**9]
    notify(actor=subject, recipients=recipients, kind=KIND, instance=subject, event=None, now=timezone.now())
    assert [row.recipient for row in Notification.objects.all()] == [resident]


def test_many_people_are_told_in_few_queries(subject, django_assert_max_num_queries):
    User.objects.bulk_create(User(username=f"p{number}") for number in range(1200))
    keys = list(User.objects.filter(username__startswith="p").values_list("pk", flat=True))
    with django_assert_max_num_queries(15):
        notify(actor=None, recipients=keys, kind=KIND, instance=subject, event=None, now=timezone.now())
    assert Notification.objects.count() == 1200


def test_the_list_shows_ones_own_newest_first(mine, tell):
    tell(2)
    tell(1, recipient=UserFactory(), first=77)
    page = mine.get(LIST).content.decode()
    assert page.index("的通知2") < page.index("的通知1")
    assert "的通知77" not in page
    assert page.count("未读") == 2
    assert "有2条没有读。" in page


def test_what_one_may_not_see_is_neither_shown_nor_counted(mine, resident, tell):
    tell(3, kind=HIDDEN)
    tell(1, kind="test.nobody_words_this", first=50)
    page = mine.get(LIST).content.decode()
    assert "还没有通知" in page
    assert "没有读" not in page
    assert count_unread(resident) == 0
    assert "badge_new" not in mine.get("/me/fragment/").content.decode()
    tell(1)
    assert count_unread(resident) == 1
    fragment = mine.get("/me/fragment/").content.decode()
    assert "badge_new" in fragment
    assert ">1<" in fragment


def test_a_deleted_object_takes_its_notifications_out_of_sight(mine, resident, subject, tell):
    tell(1)
    subject.delete()
    assert count_unread(resident) == 0
    assert "关于" not in mine.get(LIST).content.decode()


def test_a_kind_whose_wording_fails_breaks_no_page(mine, tell, monkeypatch):
    def fail(_notifications, _reader):
        raise RuntimeError

    rendering.registry._entries["test.broken"] = fail
    tell(1, kind="test.broken")
    tell(1)
    response = mine.get(LIST)
    assert response.status_code == 200
    assert "的通知1" in response.content.decode()


def test_the_list_is_paged_by_key_and_skips_nothing(mine, tell):
    tell(30)
    tell(60, kind=HIDDEN, first=100)
    tell(15, first=300)
    seen, address = [], LIST
    while address:
        response = mine.get(address)
        seen += [line.notification.pk for group in response.context["groups"] for line in group.lines]
        older = response.context["older"]
        address = f"{LIST}?before={older}" if older else None
        if older:
            assert f'href="{LIST}?before={older}"' in response.content.decode()
    assert len(seen) == 45
    assert seen == sorted(set(seen), reverse=True)


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "9" * 19, "9" * 400, "1\0", "１"])
def test_any_page_key_is_answered(mine, tell, before):
    tell(1)
    assert mine.get(LIST, {"before": before}).status_code == 200


def test_a_page_beyond_the_end_says_so(mine, tell):
    tell(1)
    page = mine.get(f"{LIST}?before=1").content.decode()
    assert "没有更早的通知了" in page


def test_the_list_takes_the_same_number_of_queries_at_two_sizes(mine, tell, django_assert_num_queries):
    tell(2)
    mine.get(LIST)
    with CaptureQueriesContext(connection) as small:
        mine.get(LIST)
    tell(15, first=100)
    with django_assert_num_queries(len(small)):
        mine.get(LIST)


def test_opening_one_marks_it_and_goes_there(mine, resident, tell):
    tell(2)
    row = Notification.objects.first()
    for _time in range(2):
        response = mine.get(f"{LIST}{row.pk}/")
        assert (response.status_code, response["Location"]) == (302, "/me/")
    row.refresh_from_db()
    assert row.read_at is not None
    assert count_unread(resident) == 1


def test_looking_ahead_does_not_mark(mine, resident, tell):
    tell()
    mine.head(f"{LIST}{Notification.objects.get().pk}/")
    assert count_unread(resident) == 1


def test_another_persons_notification_does_not_exist(mine, tell):
    other = UserFactory()
    tell(recipient=other)
    row = Notification.objects.get()
    assert mine.get(f"{LIST}{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None
    with pytest.raises(PermissionDenied):
        mark_read(actor=User.objects.get(username="zhangsan"), notification=row, now=timezone.now())


def test_opening_what_is_gone_says_so(mine, tell):
    tell(kind=HIDDEN)
    response = mine.get(f"{LIST}{Notification.objects.get().pk}/", follow=True)
    assert "已经撤下" in response.content.decode()


def test_all_are_marked_but_what_came_meanwhile(mine, resident, tell):
    tell(3)
    newest = mine.get(LIST).context["newest"]
    tell(1, first=50)
    for _time in range(2):
        assert mine.post(f"{LIST}read/", {"newest": newest})["Location"] == LIST
    assert count_unread(resident) == 1


@pytest.mark.parametrize("newest", ["", "x", "9" * 400, "1\0", "-5"])
def test_a_broken_mark_all_form_changes_nothing(mine, resident, tell, newest):
    tell()
    assert mine.post(f"{LIST}read/", {"newest": newest}).status_code == 302
    assert count_unread(resident) == 1


def test_mark_all_touches_nobody_elses(mine, tell):
    other = UserFactory()
    tell(recipient=other)
    mine.post(f"{LIST}read/", {"newest": Notification.objects.get().pk})
    assert count_unread(other) == 1


def test_a_clock_that_was_set_back_breaks_nothing(resident, tell):
    later = timezone.now() + datetime.timedelta(hours=1)
    tell(created_at=later)
    row = Notification.objects.get()
    assert mark_read(actor=resident, notification=row, now=timezone.now())
    row.refresh_from_db()
    assert row.read_at == later


@pytest.mark.parametrize("address", [LIST, f"{LIST}1/", f"{LIST}read/"])
def test_a_visitor_signs_in_first(client, db, address):
    response = client.get(address)
    assert response["Location"].startswith("/accounts/login/")
    assert "no-store" in response["Cache-Control"]


def test_these_pages_are_kept_by_no_cache(mine, tell):
    tell()
    for address in (LIST, f"{LIST}{Notification.objects.get().pk}/"):
        control = mine.get(address)["Cache-Control"]
        assert "no-store" in control
        assert "private" in control


def test_a_title_with_markup_and_hidden_characters_is_text(mine, tell, subject):
    User.objects.filter(pk=subject.pk).update(username="<b>\u202ex")
    tell()
    page = mine.get(LIST).content.decode()
    assert "<b>" not in page.split("<main")[1]
    assert "\u202e" not in page


def test_what_was_read_a_year_ago_is_deleted_and_nothing_else(tell, clock):
    now = timezone.now()
    old, new = now - datetime.timedelta(days=366), now - datetime.timedelta(days=364)
    tell(3, created_at=old, read_at=old)
    tell(1, first=50, created_at=old, read_at=new)
    tell(1, first=60, created_at=old)
    assert delete_old_notifications(actor=None, now=now) == 3
    assert Notification.objects.count() == 2


def test_the_timer_deletes_old_ones_every_day(tell):
    old = timezone.now() - datetime.timedelta(days=366)
    tell(1, created_at=old, read_at=old)
    job = timer.registry.get("notifications.delete_old")
    assert job.every == datetime.timedelta(days=1)
    job.run(timezone.now())
    assert not Notification.objects.exists()


def test_my_page_shows_the_newest(mine, tell):
    tell(7)
    page = mine.get("/me/").content.decode()
    assert "的通知7" in page
    assert "的通知2" not in page


def test_the_workbench_has_a_panel_of_what_is_unread(district, official, tell, subject):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    panel = workbench.registry.get("notifications")
    request = RequestFactory().get("/admin/")
    request.user = worker
    assert panel.context(request) is None
    tell(1, recipient=worker)
    context = panel.context(request) | {"panel": panel}
    html = render_to_string(panel.template, context, request)
    assert "的通知1" in html
    assert "有1条没有读。" in html


def test_the_persons_copy_and_erasure(resident, tell):
    tell(2)
    tell(1, kind=HIDDEN, first=9)
    holding = personal_data.registry.get("notifications")
    copy = holding.export(resident)["notifications"]
    assert [row["title"] for row in copy] == ["关于subject的通知2", "关于subject的通知1"]
    holding.erase(resident)
    assert not Notification.objects.exists()
