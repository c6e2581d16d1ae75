"""The task worker: the library's, with signs of life by which a killed one is noticed, and a time limit."""

import os
import signal
import socket
import threading
import time
from typing import Final

import structlog
from django.db import Error, OperationalError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from events.models import Heartbeat

log = structlog.get_logger(__name__)

BEAT_EVERY: Final = 5.0
# A task that takes longer hangs: its worker is ended, and the task is tried again, three times in all.
TASK_SECONDS: Final = 900.0


class SiteWorker(Worker):
    """Runs tasks of every queue until it is told to end; the one in hand is finished first."""

    def __init__(self, *, interval: float = 1.0) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=process_name("worker"),
            excluded_queue_names=[],
        )
        self._begun: float | None = None

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one task, and know since when."""
        self._begun = time.monotonic()
        try:
            super().run_task(db_task_result)
        finally:
            self._begun = None

    def run(self) -> None:
        """Run until a signal comes.

        The first sign of life is given before the first task is taken, so that no sweep takes it away.
        """
        Heartbeat.objects.beat(self.worker_id, now=timezone.now())
        log.info("worker_started", worker=self.worker_id)
        threading.Thread(target=self._beat, name="heartbeat", daemon=True).start()
        try:
            while self.running:
                try:
                    super().run()
                except OperationalError as error:
                    # The database is away: wait for it, rather than be started again and again.
                    log.warning("worker_waits", worker=self.worker_id, error=str(error))
                    connection.close()
                    time.sleep(BEAT_EVERY)
        finally:
            Heartbeat.objects.filter(name=self.worker_id).delete()

    def _beat(self) -> None:
        while self.running:
            time.sleep(BEAT_EVERY)
            begun = self._begun
            if begun is not None and time.monotonic() - begun > TASK_SECONDS:
                log.error("task_hangs", worker=self.worker_id, seconds=TASK_SECONDS)
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                Heartbeat.objects.beat(self.worker_id, now=timezone.now())
            except Error as error:
                log.warning("heartbeat_failed", worker=self.worker_id, error=str(error))
                connection.close()


def process_name(kind: str) -> str:
    """Return a name for this process that no other has, and that tells a person which it is."""
    return f"{kind}:{socket.gethostname()[:30]}:{os.getpid()}:{get_random_string(6)}"
