"""Real processes on a real database; some of them are killed."""

import signal
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from events.actions.requeue_tasks import SILENCE, requeue_lost_tasks
from events.models import Delivery, Event, Heartbeat, JobRun
from tests.events.conftest import wait_until

WORKER = ("site/manage.py", "run_worker")
TIMER = ("site/manage.py", "run_timer")
TASK = "tests.events.marking.work.{}"


@pytest.fixture
def marks(tmp_path: Path):
    """The lines that processes have written so far."""

    def read() -> list[str]:
        path = tmp_path / "marks"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    return read


def queue(task: str, *arguments: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=TASK.format(task),
        args_kwargs={"args": list(arguments), "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )


def events_with_deliveries(count: int) -> None:
    somebody = User.objects.create_user("wang")
    with transaction.atomic():
        events = Event.objects.bulk_create(
            Event(at=timezone.now(), verb="user.marked", object_kind="accounts.user", object_id=str(number))
            for number in range(count)
        )
        Delivery.objects.bulk_create(
            Delivery(event=event, consumer="marking", due_at=timezone.now()) for event in events
        )
    assert somebody.pk


def test_a_task_whose_worker_was_killed_is_done_once_by_another(process, marks):
    task = queue("hang_once", "ledger")
    first = process(*WORKER)
    wait_until(lambda: "begun ledger" in marks())
    first.send_signal(signal.SIGKILL)
    first.wait()
    task.refresh_from_db()
    assert task.status == "RUNNING"

    assert requeue_lost_tasks(now=timezone.now()) == 0, "its silence is not long enough yet"
    assert requeue_lost_tasks(now=timezone.now() + SILENCE) == 1
    process(*WORKER)
    wait_until(lambda: DBTaskResult.objects.filter(pk=task.pk, status="SUCCESSFUL"))
    assert marks() == ["begun ledger", "begun ledger", "done ledger"]


@pytest.mark.once
def test_a_task_of_a_living_worker_is_never_taken_from_it(process, marks):
    task = queue("hang_once", "ledger")
    process(*WORKER)
    wait_until(lambda: "begun ledger" in marks())
    later = timezone.now() + SILENCE
    Heartbeat.objects.update(beat_at=later)
    assert requeue_lost_tasks(now=later) == 0
    task.refresh_from_db()
    assert task.status == "RUNNING"


@pytest.mark.once
def test_a_task_that_kills_its_workers_is_given_up_after_three(process, marks):
    task = queue("kill_worker")
    for attempt in (1, 2, 3):
        process(*WORKER).wait(60)
        assert marks() == ["deadly"] * attempt
        assert requeue_lost_tasks(now=timezone.now() + SILENCE) == 1
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert "lost 3 times" in task.traceback


@pytest.mark.once
def test_a_worker_that_is_told_to_end_finishes_the_task_in_hand(process, marks):
    task = queue("finish_in_hand")
    worker = process(*WORKER)
    wait_until(lambda: "in hand" in marks())
    worker.terminate()
    assert worker.wait(20) == 0
    task.refresh_from_db()
    assert (task.status, marks()) == ("SUCCESSFUL", ["in hand", "finished"])
    assert not Heartbeat.objects.exists()


def test_two_processes_deliver_each_event_once(process, marks):
    events_with_deliveries(60)
    script = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from events.actions.deliver import deliver_due\n"
        "deliver_due(now=timezone.now())\n"
    )
    both = [process("-c", script), process("-c", script)]
    for one in both:
        assert one.wait(60) == 0
    assert Counter(marks()) == {f"event {number}": 1 for number in range(60)}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}


@pytest.mark.once
def test_the_timer_delivers_what_nobody_was_waked_for(process, marks):
    events_with_deliveries(3)
    Delivery.objects.update(due_at=timezone.now() - SILENCE)
    process(*TIMER)
    wait_until(lambda: {"event 0", "event 1", "event 2"} <= set(marks()))


@pytest.mark.once
def test_a_broken_or_slow_job_keeps_no_other_waiting_and_the_timer_ends_gracefully(process, marks):
    timer = process(*TIMER)
    wait_until(lambda: marks().count("broken") >= 2 and "slow begins" in marks())
    ticks = sum(mark.startswith("tick") for mark in marks())
    assert ticks >= 2
    assert JobRun.objects.get(name="marking.broken").error == "RuntimeError: this job always fails"
    assert Heartbeat.objects.filter(name__startswith="timer:").exists()
    timer.terminate()
    assert timer.wait(20) == 0
    assert "slow ends" in marks()
    assert not Heartbeat.objects.exists()


def test_two_timers_share_the_jobs_and_a_missed_one_runs_once(process, marks):
    missed = timezone.now() - timezone.timedelta(days=3)
    JobRun.objects.create(name="marking.slow", due_at=missed, started_at=missed)
    begun = timezone.now()
    process(*TIMER), process(*TIMER)
    wait_until(lambda: sum(mark.startswith("tick") for mark in marks()) >= 6)
    passed = (timezone.now() - begun).total_seconds()
    assert sum(mark.startswith("tick") for mark in marks()) <= passed + 2
    assert marks().count("slow begins") == 1
