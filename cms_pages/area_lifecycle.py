"""What this app does when areas and bodies come, change their name or go."""

from collections.abc import Sequence

from django.utils import timezone

from cms_pages.actions.archive_area_page import archive_area_page
from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.actions.ensure_body_pages import ensure_body_pages
from cms_pages.actions.rename_area_page import rename_area_page
from communities.lifecycle import Observer, registry
from communities.models import Area, Body


def _areas_added(areas: Sequence[Area]) -> None:
    ensure_area_pages(actor=None, areas=areas, now=timezone.now())


def _area_renamed(area: Area) -> None:
    rename_area_page(actor=None, area=area)


def _area_abolished(area: Area, successor: Area | None) -> None:
    archive_area_page(actor=None, area=area, successor=successor, now=timezone.now())


def _bodies_added(bodies: Sequence[Body]) -> None:
    ensure_body_pages(actor=None, bodies=bodies, now=timezone.now())


registry.register("cms_pages")(
    Observer(
        areas_added=_areas_added,
        area_renamed=_area_renamed,
        area_abolished=_area_abolished,
        bodies_added=_bodies_added,
    )
)
