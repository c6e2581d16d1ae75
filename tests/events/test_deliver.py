from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from events import consumers
from events.actions import deliver
from events.actions.deliver import LEASE, MAX_ATTEMPTS, back_off, deliver_due, deliver_one
from events.actions.prune import prune
from events.models import Delivery, Event
from events.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_event(registry, somebody):
    """Records an event; nobody is waked, as the test's transaction never commits."""
    return lambda: record(actor=None, verb="user.marked", instance=somebody)


def everything(name, handler):
    consumers.register(name, wants=lambda event: True)(handler)


def test_a_delivery_that_succeeds_is_done_and_not_tried_again(make_event):
    seen = []
    everything("index", seen.append)
    event = make_event()
    assert deliver_due(now=timezone.now()) == 1
    assert deliver_due(now=timezone.now() + timedelta(days=1)) == 0
    assert seen == [event]


def test_a_failing_delivery_waits_twice_as_long_each_time_and_is_given_up_in_the_end(make_event):
    def fails(event):
        raise ConnectionError("the index is away")

    everything("index", fails)
    make_event()
    now = timezone.now() + timedelta(seconds=1)
    waits = []
    for _attempt in range(MAX_ATTEMPTS):
        assert deliver_due(now=now) == 1
        row = Delivery.objects.get()
        waits.append(round((row.due_at - now).total_seconds()))
        now = row.due_at + timedelta(seconds=1)
    assert waits[:4] == [5, 10, 20, 40]
    assert (row.state, row.attempts) == ("dead", MAX_ATTEMPTS)
    assert row.error == "ConnectionError: the index is away"
    assert deliver_due(now=now + timedelta(days=1)) == 0
    assert list(Delivery.objects.dead()) == [row]


def test_the_wait_between_attempts_never_exceeds_an_hour():
    assert [back_off(attempt).total_seconds() for attempt in (1, 2, 10, 1000)] == [5, 10, 2560, 3600]


def test_a_dead_delivery_can_be_tried_again_by_command(make_event, capsys):
    failing = [True]

    def fails_first(event):
        if failing:
            raise ConnectionError("away")

    everything("index", fails_first)
    make_event()
    Delivery.objects.update(state="dead", attempts=10, error="ConnectionError: away")
    call_command("deliveries")
    assert "0 waiting, 1 given up" in capsys.readouterr().out
    failing.clear()
    call_command("deliveries", "--retry")
    assert deliver_due(now=timezone.now()) == 1
    assert Delivery.objects.get().state == "done"


def test_a_consumer_that_nobody_registered_is_waited_for_and_never_taken_as_done(make_event):
    everything("index", lambda event: None)
    make_event()
    Delivery.objects.update(consumer="of-a-newer-release")
    deliver_due(now=timezone.now())
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("pending", 1)
    assert "no consumer is registered" in row.error


def test_a_delivery_that_another_process_holds_is_left_alone_until_its_lease_ends(make_event):
    seen = []
    everything("index", seen.append)
    make_event()
    now = timezone.now()
    # Another process has taken it, and then died.
    Delivery.objects.update(due_at=now + LEASE, attempts=1)
    key = Delivery.objects.get().pk
    assert deliver_one(key=key, now=now) is False
    assert seen == []
    assert deliver_one(key=key, now=now + LEASE) is True
    assert len(seen) == 1


def test_deliveries_of_a_full_table_are_worked_off_in_batches_within_the_time_limit(make_event, monkeypatch):
    monkeypatch.setattr(deliver, "BATCH", 3)
    everything("index", lambda event: None)
    for _number in range(8):
        make_event()
    assert deliver_due(now=timezone.now(), time_limit=timedelta(0)) == 0
    assert deliver_due(now=timezone.now()) == 8


def test_only_what_has_waited_is_swept(make_event):
    everything("index", lambda event: None)
    make_event()
    assert deliver_due(now=timezone.now(), waited=timedelta(seconds=5)) == 0
    assert deliver_due(now=timezone.now() + timedelta(seconds=6), waited=timedelta(seconds=5)) == 1


def test_old_deliveries_are_pruned_and_events_are_kept(make_event):
    everything("index", lambda event: None)
    make_event(), make_event()
    deliver_due(now=timezone.now())
    waiting = make_event()
    events = Event.objects.count()
    later = timezone.now() + timedelta(days=15)
    assert prune(now=timezone.now()) == 0
    assert prune(now=later) == 2
    assert Event.objects.count() == events
    assert list(Delivery.objects.values_list("event", flat=True)) == [waiting.pk]
