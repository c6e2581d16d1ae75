"""What the app under test does."""

import os
import time
from datetime import datetime
from pathlib import Path

from django_tasks import task

from events.models import Event


def mark(text: str) -> None:
    """Append a line; short writes to a file opened for appending don't mix."""
    with Path(os.environ["MARKS"]).open("a", encoding="utf-8") as marks:
        marks.write(f"{text}\n")


def mark_event(event: Event) -> None:
    mark(f"event {event.object_id}")


def mark_tick(_now: datetime) -> None:
    mark(f"tick {os.getpid()}")


def break_down(_now: datetime) -> None:
    mark("broken")
    raise RuntimeError("this job always fails")


def dawdle(_now: datetime) -> None:
    mark("slow begins")
    time.sleep(3)
    mark("slow ends")


@task()
def hang_once(name: str) -> None:
    """Hang the first time it is called for `name`, so that its worker can be killed over it."""
    seen = Path(os.environ["MARKS"])
    first = not seen.exists() or f"begun {name}" not in seen.read_text(encoding="utf-8")
    mark(f"begun {name}")
    if first:
        time.sleep(600)
    mark(f"done {name}")


@task()
def kill_worker() -> None:
    """Kill whoever runs it, as running out of memory would."""
    mark("deadly")
    os.kill(os.getpid(), 9)


@task()
def finish_in_hand() -> None:
    mark("in hand")
    time.sleep(2)
    mark("finished")
