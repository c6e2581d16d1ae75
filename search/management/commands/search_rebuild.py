"""`manage.py search_rebuild`: the index anew, while the old one answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines import engine
from search.engines.base import EngineAway


class Command(BaseCommand):
    help = "Build the search index anew; the old one answers until the new one is whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="only where there is no index, or an old one's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["if_missing"] and engine().is_ready():
                indexing.note_directions()
                return
            self.stdout.write("Building the search index …")
            count = indexing.rebuild()
        except EngineAway as error:
            raise CommandError(f"The search engine can't be used: {error}") from error
        self.stdout.write(f"{count} documents are in the index.")
