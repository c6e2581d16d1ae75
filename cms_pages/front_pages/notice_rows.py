"""Notices as rows of `design/components/dated_list.html`."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest

from cms_pages.models import NoticePage
from cms_pages.navigation import Navigation
from cms_pages.notices.listing import list_item
from communities.models import Area

MOST: Final = 8
MOST_PINNED: Final = 3
MOST_FROM_BELOW: Final = 6
NEW_FOR: Final = timedelta(days=3)


def own_level(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices that `area` published or that were addressed to it.

    Urgent ones come first, then what is pinned.
    """
    return _most_important_first(area, request, now, own_level=True)


def for_residents(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices for those who live in `area`, whoever published them; in the same order."""
    return _most_important_first(area, request, now, own_level=False)


def from_below(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices that areas below `area` published for their own residents."""
    notices = NoticePage.objects.listed_for(area, now).exclude(area_id__in=area.ancestor_ids)
    # The list is compact: when a notice ends stands on its own page.
    return [{**list_item(notice, request, now), "note": ""} for notice in notices[:MOST_FROM_BELOW]]


def column_url(place: Navigation) -> str:
    """Return the address of the current area's notices; nothing where it has no such column."""
    column = place.column("notices")
    return column["url"] if column is not None else ""


def _most_important_first(
    area: Area, request: HttpRequest, now: datetime, *, own_level: bool
) -> list[dict[str, Any]]:
    notices = NoticePage.objects.listed_for(area, now, own_level=own_level)
    pinned = list(notices.pinned_for(area, now)[:MOST_PINNED])
    chosen = [*pinned, *notices.not_pinned_for(area, now)[: MOST - len(pinned)]]
    chosen.sort(key=lambda notice: not _is_urgent(notice, now))
    return [_row(notice, request, now, is_pinned=notice in pinned) for notice in chosen]


def _row(notice: NoticePage, request: HttpRequest, now: datetime, *, is_pinned: bool) -> dict[str, Any]:
    row = list_item(notice, request, now, is_pinned=is_pinned)
    if notice.listed_from is not None and now - notice.listed_from < NEW_FOR:
        row["badges"].append({"state": "new"})
    return row


def _is_urgent(notice: NoticePage, now: datetime) -> bool:
    return notice.is_urgent and notice.urgent_until is not None and notice.urgent_until > now
