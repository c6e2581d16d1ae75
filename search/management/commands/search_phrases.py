"""`manage.py search_phrases`: the directions of the phrasebook, written anew after a line was changed."""

from typing import Any

from django.core.management.base import BaseCommand

from search.meaning import phrasebook


class Command(BaseCommand):
    help = "Write what the phrases of search/data/meaning/phrases.tsv mean into phrases.npz beside it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{phrasebook.write()} phrases written.")
