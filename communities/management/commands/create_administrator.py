"""`manage.py create_administrator`: the account that a new district starts with."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions.sign_up import sign_up
from accounts.models import User
from communities.actions.add_membership import add_membership
from communities.choices import BodyKind, Role
from communities.models import Body


class Command(BaseCommand):
    """Make an account and give it the role of a district administrator, both or neither."""

    help = (
        "Make the first district administrator. The password is asked for twice, or read from input; "
        "the rules for everybody's passwords and names hold. Load the district first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="2 to 20 letters, digits, Chinese characters or underscores")
        parser.add_argument("--nickname", default="", help="the name that others see")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office = Body.objects.filter(kind=BodyKind.DISTRICT_OFFICE, ended_on__isnull=True).first()
        if office is None:
            raise CommandError("There is no district yet: run `manage.py load_divisions` first.")
        username, nickname = options["username"], options["nickname"]
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else self._ask()
        now = timezone.now()
        try:
            validate_password(password, User(username=username, nickname=nickname))
            with transaction.atomic():
                user = sign_up(actor=None, username=username, nickname=nickname, password=password, now=now)
                add_membership(actor=None, user=user, body=office, role=Role.DISTRICT_ADMINISTRATOR, now=now)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError(f"There is an account {username!r} already.") from error
        self.stdout.write(f"{user.username} is now an administrator of {office.name}.")

    def _ask(self) -> str:
        first = getpass.getpass("Password: ")
        if getpass.getpass("Password again: ") != first:
            raise CommandError("The two passwords differ.")
        return first
