"""Gives areas their front pages, columns and front page profiles."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from cms_pages.actions.ensure_body_pages import ensure_body_pages
from cms_pages.actions.ensure_site import ensure_site
from cms_pages.columns import open_columns
from cms_pages.models import AreaPage, CommunityPage, FrontPageProfile, HomePage, StreetPage
from cms_pages.tree import BATCH, add_pages
from communities.choices import LEVELS_WITH_PAGES, Level
from communities.models import Area, Body

PAGE_OF_LEVEL: dict[str, type[AreaPage]] = {
    Level.DISTRICT: HomePage,
    Level.STREET: StreetPage,
    Level.COMMUNITY: CommunityPage,
}


@transaction.atomic
def ensure_area_pages(*, actor: None, areas: Sequence[Area], now: datetime) -> None:
    """Make what is missing of the pages, columns and profiles of `areas`; leave the rest as it is.

    Safe to call again: a column that was added to the site since then is added to the areas that lack it.

    Args:
        actor: nobody; the event of the change to the areas tells who made it.
        areas: areas with pages, parents before children; those of other levels are passed over.
        now: when the pages are published.
    """
    wanted = [area for area in areas if area.level in LEVELS_WITH_PAGES]
    for level in LEVELS_WITH_PAGES:
        _add_front_pages([area for area in wanted if area.level == level], PAGE_OF_LEVEL[level], now)
    fresh = _with_pages([area.pk for area in wanted])
    for column in open_columns():
        present = set(column.page_model.objects.values_list("area_id", flat=True))
        add_pages(
            [
                (
                    area.page,
                    column.page_model(title=column.title_for(area), slug=column.slug, area=area),
                )
                for area in fresh
                if area.pk not in present
            ],
            now=now,
        )
    _add_profiles(fresh)
    ensure_site(actor=None)
    # A column that is new belongs to whoever has the area's columns.
    ensure_body_pages(actor=None, bodies=list(Body.objects.filter(area__in=[a.pk for a in wanted])), now=now)


def _with_pages(keys: Sequence[int]) -> list[Area]:
    return list(Area.objects.filter(pk__in=keys).select_related("page").order_by("path"))


def _add_front_pages(areas: Sequence[Area], model: type[AreaPage], now: datetime) -> None:
    has_page = dict(Area.objects.filter(pk__in=[area.pk for area in areas]).values_list("pk", "page_id"))
    new = [area for area in areas if has_page[area.pk] is None]
    if not new:
        return
    parents = {area.pk: area.page for area in _with_pages([area.parent_id for area in new if area.parent_id])}
    root = Page.objects.get(depth=1)
    pages = [
        (
            parents[area.parent_id] if area.parent_id else root,
            model(title=area.short_name, slug=area.slug or "district", area=area),
        )
        for area in new
    ]
    add_pages(pages, now=now)
    for area, (_parent, page) in zip(new, pages, strict=True):
        area.page_id = page.pk
    Area.objects.bulk_update(new, ["page"], batch_size=BATCH)


def _add_profiles(areas: Sequence[Area]) -> None:
    present = set(FrontPageProfile.objects.values_list("area_id", flat=True))
    FrontPageProfile.objects.bulk_create(
        [FrontPageProfile(area=area) for area in areas if area.pk not in present], batch_size=BATCH
    )
