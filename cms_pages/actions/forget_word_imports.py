"""Forgetting documents that nobody took up, and reports that have served."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from cms_pages.models import WordImport

WAITS_FOR: Final = timedelta(days=1)
REPORT_STAYS: Final = timedelta(days=30)
BATCH: Final = 100


@transaction.atomic
def forget_word_imports(*, actor: None, now: datetime) -> int:
    """Delete them, some at a time, and return how many.

    Args:
        actor: nobody; the timer does it.
        now: the present moment.
    """
    old = WordImport.objects.forgotten_by(read_before=now - WAITS_FOR, made_before=now - REPORT_STAYS)
    keys = list(old.values_list("pk", flat=True)[:BATCH])
    WordImport.objects.filter(pk__in=keys).delete()
    return len(keys)
