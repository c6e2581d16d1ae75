"""`manage.py load_synonyms`: the synonyms that come with the program, into the register."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.actions.load_synonyms import load_synonyms


class Command(BaseCommand):
    help = "Add the synonyms that come with the program; what administrators changed or switched off stays."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_synonyms(actor=None, now=timezone.now())
        if added:
            self.stdout.write(f"{added} rules added.")
