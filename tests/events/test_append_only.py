"""What happened can be added to and read; the database itself refuses the rest."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from events.actions.forget_events import forget_events
from events.models import Event, SentForm
from events.record import record
from events.unlocked import unlocked
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def happened(person, verb="notice.published", at=None):
    with transaction.atomic():
        return record(actor=person, verb=verb, instance=person, now=at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET verb = 'nothing.done'",
        "UPDATE events_event SET actor_id = NULL",
        "DELETE FROM events_event",
    ],
)
def test_no_statement_changes_or_deletes_an_event(statement):
    event = happened(UserFactory())
    refused = pytest.raises(DatabaseError, match="only ever added")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.get(pk=event.pk).verb == "notice.published"


def test_the_orm_gets_no_further():
    event = happened(UserFactory())
    for act in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_it_is_locked_again_after_the_one_way_out():
    happened(UserFactory())
    with unlocked("test"):
        Event.objects.update(address=None)
    with pytest.raises(ZeroDivisionError), unlocked("test"):
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.update(address=None)


def test_old_events_go_and_each_object_keeps_its_newest(settings):
    person, now = UserFactory(), timezone.now()
    # Migrations write events of their own.
    before = set(Event.objects.values_list("pk", flat=True))
    old = now - timedelta(days=settings.EVENTS_KEPT_DAYS + 1)
    thing = SentForm.objects.create(token=uuid.uuid4(), purpose="test", at=old)
    happened(person, "user.signed_in", at=old)
    recent = happened(person, "user.signed_in", at=now - timedelta(days=settings.EVENTS_KEPT_DAYS - 1))
    with transaction.atomic():
        record(actor=person, verb="thing.added", instance=thing, now=old)
        newest = record(actor=person, verb="thing.changed", instance=thing, now=old)
    assert forget_events(now=now) == 2
    assert set(Event.objects.values_list("pk", flat=True)) - before == {recent.pk, newest.pk}
    assert Event.objects.get(pk=newest.pk).address is None
    assert forget_events(now=now) == 0


def test_less_than_six_months_is_no_setting(monkeypatch):
    from django.core.exceptions import ImproperlyConfigured

    from config.env import integer

    monkeypatch.setenv("EVENTS_KEPT_DAYS", "90")
    with pytest.raises(ImproperlyConfigured, match="184 or more"):
        integer("EVENTS_KEPT_DAYS", default=1095, least=184)
