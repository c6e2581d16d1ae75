"""When areas are merged, what is still to be done with pages goes on in the successor's columns."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms_pages.models import ColumnPage, NoticeAudience, NoticePage, ServedArea
from cms_pages.models.base import BasePage, FixedPage
from communities.models import Area
from communities.pinyin import unique_slug

# A notice without an end is news for so long.
NEWS = timedelta(days=183)


@transaction.atomic
def move_open_pages(*, actor: None, area: Area, successor: Area, now: datetime) -> int:
    """Move what goes on from the columns of `area` to those of its successor; return how many pages that are.

    Drafts, scheduled pages and pages in review move, and of published ones those that somebody keeps true
    (a page type says so by `goes_with_residents`). Published notices stay, as they tell what that community's
    committee said; those in effect are shown in the successor's list, too, as its readers are there now.

    Args:
        actor: nobody; the event of the merger tells who made it.
        area: the area that ends.
        successor: the area that takes over; its columns and committee exist.
        now: the present moment.
    """
    columns = _columns_of(successor)
    count = 0
    for page in open_pages(area):
        target = columns.get(page.get_parent().specific_class)
        if target is None:
            continue
        _free_slug(page, target)
        page.move(target, pos="last-child")
        target.refresh_from_db()
        count += 1
    _readdress(area, successor, now)
    return count


def open_pages(area: Area) -> list[BasePage]:
    """Return the pages of `area` that go on elsewhere when it ends."""
    if area.page is None:
        return []
    below = Page.objects.descendant_of(area.page).filter(depth__gt=area.page.depth + 1).order_by("path")
    return [
        page
        for page in below.specific()
        if isinstance(page, BasePage)
        and not isinstance(page, FixedPage)
        and (not page.live or page.goes_with_residents)
    ]


def effective_notices(area: Area, now: datetime) -> "QuerySet[NoticePage]":
    """Return the published notices that readers in `area` still need at `now`."""
    rows: QuerySet[NoticePage] = NoticePage.objects.live().filter(audience_areas__area=area)
    return rows.filter(
        Q(effective_until__gt=now) | Q(effective_until__isnull=True, listed_from__gt=now - NEWS)
    )


def _columns_of(area: Area) -> dict[type[Page] | None, Page]:
    if area.page is None:
        return {}
    pages = Page.objects.child_of(area.page).type(ColumnPage).specific()
    return {type(page): page for page in pages}


def _free_slug(page: BasePage, target: Page) -> None:
    """Give `page` another last segment where `target` has that one; after the commit the old one
    redirects."""
    taken = set(target.get_children().values_list("slug", flat=True))
    if page.slug in taken:
        page.slug = unique_slug(page.slug, taken=taken, fallback=f"page-{page.pk}")
        page.save(clean=False)


def _readdress(area: Area, successor: Area, now: datetime) -> None:
    """Let what is addressed to `area` reach the successor, and the choices of those who addressed it
    follow."""
    notices = list(effective_notices(area, now).values_list("pk", flat=True))
    NoticeAudience.objects.bulk_create(
        [NoticeAudience(notice_id=pk, area=successor) for pk in notices], ignore_conflicts=True
    )
    serving = list(ServedArea.objects.filter(area=area).values_list("service_id", flat=True))
    ServedArea.objects.bulk_create(
        [ServedArea(service_id=pk, area=successor) for pk in serving], ignore_conflicts=True
    )
    ServedArea.objects.filter(area=area).delete()
