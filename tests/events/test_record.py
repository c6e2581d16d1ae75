from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from events import consumers
from events.context import RequestContext, current
from events.models import Delivery, Event
from events.record import record


def test_an_event_is_refused_outside_of_its_changes_transaction(transactional_db, somebody):
    with pytest.raises(transaction.TransactionManagementError, match="needs the transaction"):
        record(actor=somebody, verb="user.marked", instance=somebody)


def test_an_event_names_who_did_what_to_which_object_and_from_where(registry, somebody):
    token = current.set(RequestContext(request_id="abc", address="192.0.2.7"))
    moment = timezone.now() - timedelta(hours=1)
    try:
        event = record(
            actor=somebody,
            verb="user.renamed",
            instance=somebody,
            body_id=7,
            area_paths=["0001", "0001", "00010002"],
            changes={"nickname": ["王", "王主任"], "since": [None, moment]},
            now=moment,
        )
    finally:
        current.reset(token)
    event.refresh_from_db()
    assert (event.actor, event.actor_name, event.at) == (somebody, "王主任", moment)
    assert (event.object_kind, event.object_id) == ("accounts.user", str(somebody.pk))
    assert event.area_paths == ["0001", "00010002"]
    assert event.changes["nickname"] == ["王", "王主任"]
    assert (event.request_id, event.address, event.body_id) == ("abc", "192.0.2.7", 7)
    assert Event.objects.version_of("accounts.user", str(somebody.pk)) == event.pk


def test_a_delivery_is_made_for_each_consumer_that_wants_the_event(registry, somebody):
    consumers.register("wants", wants=lambda event: event.verb == "user.marked")(lambda event: None)
    consumers.register("declines", wants=lambda event: False)(lambda event: None)
    record(actor=None, verb="user.marked", instance=somebody)
    assert [row.consumer for row in Delivery.objects.all()] == ["wants"]


def test_a_consumer_that_fails_to_answer_gets_the_event_and_the_change_is_kept(registry, somebody):
    def confused(event):
        raise KeyError("verb")

    consumers.register("confused", wants=confused)(lambda event: None)
    event = record(actor=None, verb="user.marked", instance=somebody)
    assert event.deliveries.get().consumer == "confused"


def test_a_change_that_is_rolled_back_takes_its_event_and_its_waking_with_it(
    registry, transactional_db, somebody
):
    called = []
    consumers.register("at-once", wants=lambda event: True, at_once=True)(called.append)
    with transaction.atomic():
        record(actor=None, verb="user.marked", instance=somebody)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()
    assert called == []


def test_consumers_at_once_are_called_after_the_commit_and_before_the_writer_goes_on(
    registry, transactional_db, somebody
):
    order = []
    consumers.register("at-once", wants=lambda event: True, at_once=True)(
        lambda event: order.append("called")
    )
    with transaction.atomic():
        record(actor=None, verb="user.marked", instance=somebody)
        order.append("in the transaction")
    assert order == ["in the transaction", "called"]
    assert Delivery.objects.get().state == Delivery.State.DONE


def test_a_failing_consumer_neither_fails_the_writer_nor_another_consumer(
    registry, transactional_db, somebody
):
    reached = []

    def fails(event):
        raise RuntimeError("away")

    consumers.register("fails", wants=lambda event: True, at_once=True)(fails)
    consumers.register("works", wants=lambda event: True, at_once=True)(reached.append)
    with transaction.atomic():
        event = record(actor=None, verb="user.marked", instance=somebody)
    assert reached == [event]
    failed = Delivery.objects.get(consumer="fails")
    assert (failed.state, failed.attempts, failed.error) == ("pending", 1, "RuntimeError: away")


def test_a_thousand_events_queue_one_task(registry, transactional_db, somebody, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    consumers.register("later", wants=lambda event: True)(lambda event: None)
    with transaction.atomic():
        for _number in range(30):
            record(actor=None, verb="user.marked", instance=somebody)
    assert DBTaskResult.objects.count() == 1
    assert Delivery.objects.count() == 30


def test_two_entries_cannot_hold_one_key(registry):
    from django.core.exceptions import ImproperlyConfigured

    consumers.register("one", wants=lambda event: True)(lambda event: None)
    with pytest.raises(ImproperlyConfigured, match="'one' is registered twice"):
        consumers.register("one", wants=lambda event: True)(lambda event: None)
