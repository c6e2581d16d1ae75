from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum.checking import findings, mend


class Command(BaseCommand):
    help = (
        "Compares every count and last-post field of the forum with the rows that it sums up,"
        " and says where they differ."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="also set right what differs")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = findings()
        for line in found:
            self.stdout.write(line)
        if not found:
            self.stdout.write("All counts are right.")
        elif options["mend"]:
            mend()
            self.stdout.write("Mended.")
        else:
            raise CommandError(f"{len(found)} counts are wrong; --mend sets them right.")
