"""The loop that runs the timer's jobs."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from django.db import close_old_connections, connection
from django.utils import timezone

from events.models import Heartbeat, JobRun
from events.registry import Registry
from events.timer import Job, registry

log = structlog.get_logger(__name__)

# Seconds between two looks at what is due.
TICK: Final = 1.0
BEAT_EVERY: Final = timedelta(seconds=10)
# So many jobs run at the same time; one that is slow keeps no other waiting.
THREADS: Final = 4


class Timer:
    """Runs the registered jobs until it is stopped.

    When each is due is a row of the database: after a pause a job that was missed runs once at once, however
    often it was missed, and of two timers one runs it. A job that raises is logged and runs again when it is
    next due.
    """

    def __init__(self, *, name: str, jobs: Registry[Job] = registry) -> None:
        self._name = name
        self._jobs = jobs
        self._running: dict[str, Future[None]] = {}
        self._stopped = threading.Event()
        self._next_beat = datetime.min.replace(tzinfo=UTC)

    def stop(self) -> None:
        """End the loop; jobs in hand are finished first."""
        self._stopped.set()

    def run(self) -> None:
        """Run until `stop` is called."""
        with ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="timer") as pool:
            while not self._stopped.is_set():
                try:
                    self.tick(pool, now=timezone.now())
                except Exception:
                    # The database may be away for a while; the clock goes on.
                    log.exception("timer_tick_failed")
                    connection.close()
                self._stopped.wait(TICK)

    def tick(self, pool: ThreadPoolExecutor, *, now: datetime) -> None:
        """Start what is due at `now`, and say that this timer lives."""
        close_old_connections()
        if now >= self._next_beat:
            Heartbeat.objects.beat(self._name, now=now)
            self._next_beat = now + BEAT_EVERY
        due = JobRun.objects.due(now=now, names=[name for name, _job in self._jobs])
        for name, job in self._jobs:
            held = self._running.get(name)
            if name not in due or (held is not None and not held.done()):
                continue
            if JobRun.objects.take(name, now=now, every=job.every):
                self._running[name] = pool.submit(run_job, name, job, now=now)


def run_job(name: str, job: Job, *, now: datetime) -> None:
    """Run one job and note how it went; nothing that it raises gets out."""
    error = ""
    try:
        close_old_connections()
        job.run(now)
    except Exception as problem:
        log.exception("job_failed", job=name)
        error = f"{type(problem).__name__}: {problem}"[:2000]
    try:
        JobRun.objects.filter(name=name).update(finished_at=timezone.now(), error=error)
    except Exception:
        log.exception("job_not_noted", job=name)
    finally:
        close_old_connections()
