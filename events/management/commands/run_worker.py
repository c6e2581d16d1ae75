"""`manage.py run_worker`: runs queued tasks."""

from typing import Any

from django.core.management.base import BaseCommand

from events.worker import SiteWorker


class Command(BaseCommand):
    help = "Run queued tasks until SIGTERM or Ctrl-C; the task in hand is finished first."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = SiteWorker()
        worker.configure_signals()
        worker.run()
