"""`manage.py reset_second_factor`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions.reset_second_factor import reset_second_factor
from accounts.models import User


class Command(BaseCommand):
    """For somebody who lost both their phone and their codes on paper."""

    help = "Take somebody's second factor away after checking who they are; they set up a new one at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        name = User.normalize_username(options["username"])
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account {name!r}.")
        taken = reset_second_factor(actor=None, user=user, now=timezone.now())
        self.stdout.write("Taken away." if taken else "There was none.")
