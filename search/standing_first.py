"""What stands above the results: pages pinned by administrators, and the community of an address."""

import re
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from communities.lookup import find_communities
from search import sources
from search.analysis import fold
from search.language import Query
from search.models import PinnedResult

# Below it a community is only likely, and has to stand its trial among the other results.
_SURE: Final = 900
_HOUSE: Final = re.compile(r"[0-9]+(?:[-之][0-9]+)*(?:号|幢|栋|座|弄)")
_MOST: Final = 3


def first_keys(query: Query, *, now: datetime) -> list[str]:
    """Return the keys of the documents that stand above the results of `query`, whoever asks."""
    return [*_pinned(query, now), *_places(query)]


def folded_words(text: str) -> str:
    """Return the form in which the words of a pinned result are compared."""
    return re.sub(r"[\W_]+", "", fold(text))[:200]


def _pinned(query: Query, now: datetime) -> list[str]:
    folded = folded_words(query.text)
    if not folded:
        return []
    today = timezone.localdate(now)
    rows = PinnedResult.objects.filter(Q(until__isnull=True) | Q(until__gte=today), folded=folded)
    pinned = rows.select_related("page__content_type").order_by("position", "pk")[:_MOST]
    return [f"{kind}-{row.page_id}" for row in pinned if (kind := kind_of_page(row.page))]


def kind_of_page(page: Page) -> str:
    """Return the kind under which a page is found, or "" for one that no search finds."""
    model = page.specific_class
    return next(
        (kind for kind, source in sources.sources().items() if getattr(source, "model", None) is model), ""
    )


def _places(query: Query) -> list[str]:
    """Return the community that a house number belongs to, where one is certain."""
    if not _HOUSE.search(fold(query.text)):
        return []
    found = [candidate for candidate in find_communities(query.text) if candidate.score >= _SURE]
    return [f"area-{candidate.community.pk}" for candidate in found[:_MOST]]
