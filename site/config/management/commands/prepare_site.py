"""`manage.py prepare_site`: everything that `make run` does before it serves."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.preparation import Preparation


def add_division_arguments(parser: ArgumentParser) -> None:
    """Add the arguments that name a district's files."""
    parser.add_argument(
        "--streets", default="", help="CSV of the district's streets (default: the project's own)"
    )
    parser.add_argument("--communities", default="", help="CSV of its communities")


class Command(BaseCommand):
    help = "Bring database, static files, the district's tree and demonstration content up to date."
    # Before the first migration, checks that ask the database can't pass.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_division_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        Preparation(
            say=self.stdout.write, streets=options["streets"], communities=options["communities"]
        ).run()
        self.stdout.write("The site is prepared.")
