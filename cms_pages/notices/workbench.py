"""What the workbench's home shows of notices, to whom it concerns."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision

from cms_pages.choices import Audience
from cms_pages.models import NoticePage, NoticeRelease, ScheduleFailure
from cms_pages.notices.permissions import publishing_body_ids, reading_bodies
from cms_pages.notices.places import places_to_publish
from communities.workbench import Panel, Shortcut, registry, shortcuts
from design.formatting import cn_datetime

if TYPE_CHECKING:
    from cms_pages.querysets.notices import NoticeQuerySet

TEMPLATE = "cms_pages/notices/workbench/pages.html"
MOST_ROWS = 6
SOON = timedelta(days=3)


def _own(request: HttpRequest) -> "NoticeQuerySet":
    """Return the notices of the user's bodies; of all, for a superuser, where a list of everybody's helps
    nobody.
    """
    bodies = publishing_body_ids(request.user)
    return NoticePage.objects.filter(body_owner__in=bodies or []).defer("content", "search_text")


def _row(notice: NoticePage, note: str, reason: str = "") -> dict[str, str]:
    return {
        "title": notice.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[notice.pk]),
        "note": note,
        "reason": reason,
    }


def _shown(rows: list[dict[str, str]], **more: str) -> dict[str, Any] | None:
    return {"rows": rows, **more} if rows else None


def _waiting_for_signature(request: HttpRequest) -> dict[str, Any] | None:
    bodies = reading_bodies(request.user)
    if not bodies:
        return None
    notices = NoticePage.objects.received_by(bodies).unsigned_by(bodies).select_related("body_owner")
    return _shown(
        [
            {
                "title": notice.title,
                "url": reverse("received_notices:read", args=[notice.pk]),
                "note": f"{notice.body_owner} {cn_datetime(notice.listed_from)}",
            }
            for notice in notices.newest_first()[:MOST_ROWS]
        ],
        more_url=reverse("received_notices:index"),
        more_label=_("全部收到的公告"),
    )


def _failed(request: HttpRequest) -> dict[str, Any] | None:
    bodies = publishing_body_ids(request.user) or []
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values("object_id")
    failures = ScheduleFailure.objects.filter(body__in=bodies).select_related("page")
    waiting = {int(key) for key in scheduled.values_list("object_id", flat=True)} if failures else set()
    rows = [
        {
            "title": failure.page.draft_title,
            "url": reverse("wagtailadmin_pages:edit", args=[failure.page_id]),
            "note": _("原定%(moment)s") % {"moment": cn_datetime(failure.due_at)},
            "reason": failure.reason,
        }
        for failure in failures[:MOST_ROWS]
        if failure.page_id not in waiting
    ]
    rows.extend(
        {
            "title": _("同时发布：%(name)s") % {"name": release.name},
            "url": reverse("notice_releases:edit", args=[release.pk]),
            "note": cn_datetime(release.failed_at),
            "reason": release.failure,
        }
        for release in NoticeRelease.objects.filter(body__in=bodies, failed_at__isnull=False)[:MOST_ROWS]
    )
    return _shown(rows)


def _waiting_for_others(request: HttpRequest) -> dict[str, Any] | None:
    """Notices for committees that the user's bodies sent in the last month, with how many have signed."""
    recent = timezone.now() - timedelta(days=30)
    notices = (
        _own(request).live().filter(audience=Audience.COMMITTEES, listed_from__gte=recent).with_signed_count()
    )
    return _shown(
        [
            {
                "title": notice.title,
                "url": reverse("notice_receipts:list", args=[notice.pk]),
                "note": _("已签收%(count)d个单位") % {"count": notice.signed_count},
            }
            for notice in notices.newest_first()[:MOST_ROWS]
        ]
    )


def _scheduled(request: HttpRequest) -> dict[str, Any] | None:
    moments = dict(
        Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        .order_by("-approved_go_live_at")
        .values_list("object_id", "approved_go_live_at")
    )
    keys = [int(key) for key in moments]
    notices = sorted(_own(request).filter(pk__in=keys), key=lambda notice: moments[str(notice.pk)])
    return _shown([_row(notice, cn_datetime(moments[str(notice.pk)])) for notice in notices[:MOST_ROWS]])


def _drafts(request: HttpRequest) -> dict[str, Any] | None:
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list(
        "object_id", flat=True
    )
    drafts = (
        _own(request)
        # What a colleague has left behind is everybody's until somebody takes it up.
        .filter(Q(owner=request.user) | Q(owner__isnull=True), has_unpublished_changes=True)
        .exclude(pk__in=[int(key) for key in scheduled])
        .order_by("-latest_revision_created_at", "-pk")[:MOST_ROWS]
    )
    return _shown([_row(notice, cn_datetime(notice.latest_revision_created_at)) for notice in drafts])


def _expiring(request: HttpRequest) -> dict[str, Any] | None:
    now = timezone.now()
    ending = (
        _own(request)
        .live()
        .filter(effective_until__gt=now, effective_until__lte=now + SOON)
        .order_by("effective_until", "pk")[:MOST_ROWS]
    )
    return _shown(
        [
            _row(notice, _("%(moment)s失效") % {"moment": cn_datetime(notice.effective_until)})
            for notice in ending
        ]
    )


def _panel(key: str, title: Any, context: "Callable[[HttpRequest], Any]", position: int) -> None:
    registry.register(key)(Panel(title=title, template=TEMPLATE, context=context, position=position))


_panel("notices-failed", gettext_lazy("没能按时发布"), _failed, 5)
_panel("notices-to-sign", gettext_lazy("待签收公告"), _waiting_for_signature, 10)
_panel("notices-scheduled", gettext_lazy("等待定时发布"), _scheduled, 40)
_panel("notices-expiring", gettext_lazy("三天内失效的公告"), _expiring, 50)
_panel("notices-drafts", gettext_lazy("我的公告草稿"), _drafts, 60)
_panel("notices-signed", gettext_lazy("我们发出的公告，谁签收了"), _waiting_for_others, 70)


@shortcuts.register("new-notice")
def new_notice(request: HttpRequest) -> list[Shortcut]:
    """One button for each of the user's bodies that publishes notices."""
    return [
        Shortcut(
            label=_("发布公告（%(body)s）") % {"body": place.body.short_name or place.body.area.short_name},
            url=reverse("wagtailadmin_pages:add", args=["cms_pages", "noticepage", place.page_id]),
            icon="doc-full",
        )
        for place in places_to_publish(request.user)
    ]
