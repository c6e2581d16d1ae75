"""What this app does when areas and bodies come, change their name or go."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages.actions.archive_area_page import archive_area_page
from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.actions.ensure_body_pages import ensure_body_pages
from cms_pages.actions.move_open_pages import effective_notices, move_open_pages, open_pages
from cms_pages.actions.rename_area_page import rename_area_page
from cms_pages.models import NoticeRelease, ScheduleFailure, ServiceCare, ServicePage
from communities.lifecycle import Effect, Observer, registry
from communities.models import Area, Body


def _areas_added(areas: Sequence[Area]) -> None:
    ensure_area_pages(actor=None, areas=areas, now=timezone.now())


def _area_renamed(area: Area) -> None:
    rename_area_page(actor=None, area=area)


def _area_abolished(area: Area, successor: Area | None) -> None:
    if successor is not None:
        move_open_pages(actor=None, area=area, successor=successor, now=timezone.now())
    archive_area_page(actor=None, area=area, successor=successor, now=timezone.now())


def _bodies_added(bodies: Sequence[Body]) -> None:
    ensure_body_pages(actor=None, bodies=bodies, now=timezone.now())


def _body_merged(old: Body, new: Body) -> None:
    """Let what still says whose it is say the successor; receipts and published notices tell of the past."""
    ServicePage.objects.filter(provider=old).update(provider=new)
    ServiceCare.objects.filter(assured_for=old).update(assured_for=new)
    NoticeRelease.objects.filter(body=old, released_at__isnull=True).update(body=new)
    ScheduleFailure.objects.filter(body=old).update(body=new)


def _preview(area: Area, successor: Area | None) -> Iterator[Effect]:
    if area.page is None:
        return
    kept = Page.objects.descendant_of(area.page).live().filter(depth__gt=area.page.depth + 1).count()
    moving = open_pages(area)
    if successor is None:
        yield Effect(_("已发布的页面归档保留，仍可查阅"), kept)
        yield Effect(_("草稿和定时页面留在原处，不能再发布"), sum(not page.live for page in moving))
        return
    yield Effect(_("便民服务等持续更新的页面移到接续社区，旧网址自动跳转"), sum(page.live for page in moving))
    yield Effect(_("草稿、定时和审核中的页面移到接续社区"), sum(not page.live for page in moving))
    yield Effect(_("其余已发布的页面归档保留，仍可查阅"), kept - sum(page.live for page in moving))
    yield Effect(_("仍然有效的公告同时列入接续社区"), effective_notices(area, timezone.now()).count())


registry.register("cms_pages")(
    Observer(
        areas_added=_areas_added,
        area_renamed=_area_renamed,
        area_abolished=_area_abolished,
        bodies_added=_bodies_added,
        body_merged=_body_merged,
        preview=_preview,
    )
)
