"""Notices as rows of `design/components/dated_list.html`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest

from cms_pages.models import NoticePage
from cms_pages.navigation import Navigation
from communities.models import Area

MOST: Final = 8
MOST_PINNED: Final = 3
MOST_FROM_BELOW: Final = 6
NEW_FOR: Final = timedelta(days=3)


def own_level(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices that `area` published or that were addressed to it, pinned ones first."""
    return _pinned_first(area, request, now, own_level=True)


def for_residents(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices for those who live in `area`, whoever published them, pinned ones first."""
    return _pinned_first(area, request, now, own_level=False)


def from_below(area: Area, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the newest notices that areas below `area` published for their own residents."""
    notices = NoticePage.objects.listed_for(area, now).exclude(area_id__in=area.ancestor_ids)
    return [row(notice, request, now, marks_new=False) for notice in notices[:MOST_FROM_BELOW]]


def column_url(place: Navigation) -> str:
    """Return the address of the current area's notices; nothing where it has no such column."""
    return next((column["url"] for column in place.menu_columns if column["key"] == "notices"), "")


def row(notice: NoticePage, request: HttpRequest, now: datetime, *, marks_new: bool = True) -> dict[str, Any]:
    """Return one notice as a row; a list that only has new ones doesn't mark each as new."""
    badges = []
    if _is_urgent(notice, now):
        badges.append({"state": "urgent"})
    if notice.is_pinned and (notice.pinned_until is None or notice.pinned_until > now):
        badges.append({"state": "pinned"})
    if marks_new and notice.listed_from is not None and now - notice.listed_from < NEW_FOR:
        badges.append({"state": "new"})
    return {
        "title": notice.title,
        "url": notice.get_url(request),
        "date": notice.listed_from,
        "kind": notice.get_kind_display(),
        "area": str(notice.body_owner),
        "summary": notice.summary,
        "badges": badges,
    }


def _pinned_first(
    area: Area, request: HttpRequest, now: datetime, *, own_level: bool
) -> list[dict[str, Any]]:
    notices = NoticePage.objects.listed_for(area, now, own_level=own_level)
    chosen: Iterable[NoticePage] = [
        *notices.pinned_at(now)[:MOST_PINNED],
        *notices.not_pinned_at(now)[:MOST],
    ]
    urgent_first = sorted(list(chosen)[:MOST], key=lambda notice: not _is_urgent(notice, now))
    return [row(notice, request, now) for notice in urgent_first]


def _is_urgent(notice: NoticePage, now: datetime) -> bool:
    begun = notice.urgent_from is None or notice.urgent_from <= now
    return notice.is_urgent and begun and notice.urgent_until is not None and notice.urgent_until > now
