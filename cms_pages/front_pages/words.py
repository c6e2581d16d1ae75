"""Sentences of the front pages that depend on what an area is."""

from typing import Any

from django.utils.translation import gettext as _

from cms_pages.models import AreaPage
from cms_pages.navigation import Navigation
from communities.choices import CommunityKind
from communities.models import Area


def committee_word(area: Area) -> str:
    """Return what residents call the committee of a community: 居委会 in towns, 村委会 in villages."""
    return _("村委会") if area.kind == CommunityKind.VILLAGERS else _("居委会")


def virtual_note(area: Area, street: Area | None) -> str:
    """Return why a virtual community has no committee; nothing for others."""
    if area.kind != CommunityKind.VIRTUAL:
        return ""
    if street is None:
        return _("这里是统计用的虚拟社区，没有设居民委员会。")
    return _("这里是统计用的虚拟社区，没有设居民委员会，有事请找%(street)s。") % {"street": street.short_name}


def counts(*, streets: int, communities: int) -> str:
    """Return how many streets and communities a district has, in words."""
    return _("%(streets)s个街道，%(communities)s个社区") % {"streets": streets, "communities": communities}


def archived_banner(page: AreaPage, place: Navigation) -> dict[str, Any] | None:
    """Return what the front page of an abolished area says: since when, and where to go instead."""
    if page.archived_at is None:
        return None
    successor = page.successor
    return {
        "name": page.title,
        "at": page.archived_at,
        "successor_name": successor.short_name if successor else "",
        "successor_url": place.url_of(successor) if successor else "",
    }
