"""The publishing timer."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone
from wagtail.models import Revision

from cms_pages.models import NoticePage, ScheduleFailure
from cms_pages.publication.schedule import publish_due
from communities.choices import Role
from events.actions.deliver import deliver_due
from events.models import Event
from notifications.models import Notification
from tests.factories import NoticeFactory

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def index(district):
    return district.notices_of("wuyixiang")


def scheduled(index, at, **fields):
    return NoticeFactory(parent=index, live=False, go_live_at=at, **fields)


@pytest.mark.django_db
def test_a_due_notice_appears_and_an_expired_one_goes(index, clock, client):
    now = timezone.now()
    coming = scheduled(index, now + HOUR, title="一小时后的公告")
    going = NoticeFactory(parent=index, title="一小时后下架的公告", expire_at=now + HOUR)
    publish_due(timezone.now())
    coming.refresh_from_db()
    assert not coming.live
    clock.shift(HOUR + datetime.timedelta(seconds=1))
    publish_due(timezone.now())
    coming.refresh_from_db()
    going.refresh_from_db()
    assert coming.live
    assert not going.live
    assert going.expired
    assert client.get(coming.url).status_code == 200
    assert client.get(f"{index.url}{going.slug}/").status_code == 404
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["notice.expired", "notice.published"]


@pytest.mark.django_db
def test_the_moment_itself_is_due_and_the_microsecond_before_is_not(index, now, clock):
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0) + datetime.timedelta(days=1)
    notice = scheduled(index, midnight)
    clock.move_to(midnight - datetime.timedelta(microseconds=1), tick=False)
    publish_due(timezone.now())
    notice.refresh_from_db()
    assert not notice.live
    clock.move_to(midnight, tick=False)
    publish_due(timezone.now())
    notice.refresh_from_db()
    assert notice.live
    assert timezone.localtime(notice.first_published_at).date() == midnight.date()


@pytest.mark.django_db
def test_one_broken_page_stops_no_other_and_is_not_tried_for_ever(index, clock, official, district):
    director = official(Role.COMMITTEE_DIRECTOR, district.body("wuyixiang"))
    at = timezone.now() + HOUR
    broken = scheduled(index, at, title="坏了的公告")
    good = scheduled(index, at + datetime.timedelta(minutes=1), title="好的公告")
    revision = broken.scheduled_revision
    revision.content["content"] = "[]"
    revision.save()
    clock.shift(2 * HOUR)
    publish_due(timezone.now())
    good.refresh_from_db()
    broken.refresh_from_db()
    assert good.live
    assert not broken.live
    failure = ScheduleFailure.objects.get()
    assert failure.page_id == broken.pk
    assert failure.body == district.body("wuyixiang")
    assert "正文和附件都是空的" in failure.reason
    assert Event.objects.filter(verb="page.schedule_failed").count() == 1
    deliver_due(now=timezone.now())
    assert Notification.objects.filter(recipient=director, kind="page.schedule_failed").exists()
    publish_due(timezone.now())
    assert Event.objects.filter(verb="page.schedule_failed").count() == 1
    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_page_that_crashes_in_publishing_is_put_aside_too(index, clock, monkeypatch):
    at = timezone.now() + HOUR
    crashing = scheduled(index, at, title="会出错的公告")
    good = scheduled(index, at + datetime.timedelta(minutes=1))
    original = NoticePage.save

    def save(self, *args, **kwargs):
        if self.pk == crashing.pk and self.live:
            raise RuntimeError("a bug")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(NoticePage, "save", save)
    clock.shift(2 * HOUR)
    publish_due(timezone.now())
    good.refresh_from_db()
    assert good.live
    assert "RuntimeError" in ScheduleFailure.objects.get().reason


@pytest.mark.django_db
def test_publishing_it_after_all_takes_the_failure_away(index, clock):
    broken = scheduled(index, timezone.now() + HOUR)
    revision = broken.scheduled_revision
    revision.content["content"] = "[]"
    revision.save()
    clock.shift(2 * HOUR)
    publish_due(timezone.now())
    broken.refresh_from_db()
    draft = broken.get_latest_revision_as_object()
    draft.content = [("paragraph", "<p>补上了。</p>")]
    draft.go_live_at = None
    draft.save_revision().publish()
    assert not ScheduleFailure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_publish_once(index, clock):
    scheduled(index, timezone.now() + HOUR)
    clock.shift(2 * HOUR)
    moment = timezone.now()
    start = threading.Barrier(2)
    problems = []

    def run():
        try:
            start.wait()
            publish_due(moment)
        except Exception as error:  # noqa: BLE001
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert Event.objects.filter(verb="notice.published").count() == 1
