"""`manage.py deliveries`: what waits, what was given up, and another try for it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events.actions.retry_deliveries import retry_deliveries
from events.models import Delivery

LISTED = 50


class Command(BaseCommand):
    help = "Show deliveries that wait or were given up; with --retry try the latter again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--retry", action="store_true", help="make dead deliveries due again")
        parser.add_argument("--consumer", default="", help="only this consumer's")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Delivery.objects.all()
        if options["consumer"]:
            chosen = chosen.filter(consumer=options["consumer"])
        if options["retry"]:
            count = retry_deliveries(now=timezone.now(), consumer=options["consumer"])
            self.stdout.write(f"{count} deliveries will be tried again.")
            return
        waiting = chosen.filter(state=Delivery.State.PENDING).count()
        dead = chosen.dead()
        self.stdout.write(f"{waiting} waiting, {dead.count()} given up.")
        for delivery in dead.select_related("event").order_by("-pk")[:LISTED]:
            self.stdout.write(f"{delivery.consumer}: {delivery.event}: {delivery.error}")
