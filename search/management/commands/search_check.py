"""`manage.py search_check`: what the index has, compared with the site, and mended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines.base import EngineAway


class Command(BaseCommand):
    help = "Compare the search index with the site and mend what differs. The timer does it hourly."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            compared, mended = indexing.check()
        except EngineAway as error:
            raise CommandError(f"The search engine can't be used: {error}") from error
        self.stdout.write(f"{compared} documents compared, {mended} mended.")
