"""`manage.py run_timer`: runs the jobs of `events.timer.registry` by the clock."""

import signal
from typing import Any

import structlog
from django.core.management.base import BaseCommand

from events import clock, timer
from events.models import Heartbeat
from events.worker import process_name

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Run periodic jobs until SIGTERM or Ctrl-C; those in hand are finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        name = process_name("timer")
        loop = clock.Timer(name=name)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: loop.stop())
        log.info("timer_started", timer=name, jobs=[job for job, _entry in timer.registry])
        try:
            loop.run()
        finally:
            Heartbeat.objects.filter(name=name).delete()
