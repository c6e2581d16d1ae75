"""Counting what is asked, without a trace of who asked."""

import re
from datetime import datetime
from typing import Final

import structlog
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from search.models import TermCount

log = structlog.get_logger(__name__)

LONGEST: Final = 20
# Numbers of telephones, identity cards and houses, addresses of mail: nobody else's business.
_PERSONAL: Final = re.compile(r"[0-9]{4,}|@|[0-9]+(?:号|幢|栋|座|室|单元)")


def count_term(*, actor: None, term: str, found: int, now: datetime) -> None:
    """Count one search for `term` on this day; nothing else of it is kept.

    What may name a person or a house is not counted, nor what finds nothing, which might. A count that can't
    be written is lost, never the search.

    Args:
        actor: nobody; who asked is not known here.
        term: what was typed.
        found: how many results it has.
        now: the present moment.
    """
    words = " ".join(term.split())
    if not found or not 1 < len(words) <= LONGEST or _PERSONAL.search(words) or "“" in words or ":" in words:
        return
    day = timezone.localdate(now)
    try:
        with transaction.atomic():
            same = TermCount.objects.filter(day=day, term=words)
            if not same.update(count=F("count") + 1, found=found):
                TermCount.objects.bulk_create(
                    [TermCount(day=day, term=words, count=1, found=found)], ignore_conflicts=True
                )
    except DatabaseError:
        log.exception("search_term_not_counted")
