"""What the workbench's home shows of guides, to whom it concerns."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.guides.permissions import keeping_bodies, reviewed_bodies
from cms_pages.guides.places import places_to_publish
from cms_pages.models import GuideFeedback, GuidePage
from communities.workbench import Panel, Shortcut, registry, shortcuts
from design.formatting import cn_date, cn_datetime

TEMPLATE = "cms_pages/notices/workbench/pages.html"
MOST_ROWS = 6
LONGEST_COMMENT = 80


def _shown(rows: list[dict[str, str]], **more: str) -> dict[str, Any] | None:
    return {"rows": rows, **more} if rows else None


def _to_review(request: HttpRequest) -> dict[str, Any] | None:
    today = timezone.localdate()
    guides = GuidePage.objects.of_bodies(reviewed_bodies(request.user)).due_soon(today)
    rows = [
        {
            "title": guide.title,
            "url": reverse("wagtailadmin_pages:edit", args=[guide.pk]),
            "note": f"{guide.body_owner} "
            + (_("%(day)s已到期") if guide.care.due_on < today else _("%(day)s到期"))
            % {"day": cn_date(guide.care.due_on)},
        }
        for guide in guides[:MOST_ROWS]
    ]
    return _shown(rows, more_url=reverse("guide_reviews:index"), more_label=_("全部要核对的指南"))


def _drafts(request: HttpRequest) -> dict[str, Any] | None:
    drafts = (
        GuidePage.objects.filter(body_owner__in=keeping_bodies(request.user), has_unpublished_changes=True)
        .defer("search_text")
        .order_by("-latest_revision_created_at", "-pk")[:MOST_ROWS]
    )
    return _shown(
        [
            {
                "title": guide.get_admin_display_title(),
                "url": reverse("wagtailadmin_pages:edit", args=[guide.pk]),
                "note": cn_datetime(guide.latest_revision_created_at),
            }
            for guide in drafts
        ]
    )


def _feedback(request: HttpRequest) -> dict[str, Any] | None:
    said = GuideFeedback.objects.filter(guide__body_owner__in=keeping_bodies(request.user)).exclude(
        comment=""
    )
    return _shown(
        [
            {
                "title": row.guide.title,
                "url": reverse("wagtailadmin_pages:edit", args=[row.guide_id]),
                "note": cn_datetime(row.said_at),
                "reason": row.comment[:LONGEST_COMMENT],
            }
            for row in said.select_related("guide")[:MOST_ROWS]
        ],
        more_url=reverse("guide_feedback:index"),
        more_label=_("全部评价"),
    )


def _panel(key: str, title: Any, context: "Callable[[HttpRequest], Any]", position: int) -> None:
    registry.register(key)(Panel(title=title, template=TEMPLATE, context=context, position=position))


_panel("guides-to-review", gettext_lazy("要核对的办事指南"), _to_review, 20)
_panel("guides-feedback", gettext_lazy("居民对办事指南的意见"), _feedback, 45)
_panel("guides-drafts", gettext_lazy("办事指南草稿"), _drafts, 61)


@shortcuts.register("new-guide")
def new_guide(request: HttpRequest) -> list[Shortcut]:
    """One button for each of the user's departments."""
    return [
        Shortcut(
            label=_("新建办事指南（%(body)s）") % {"body": place.body},
            url=reverse("wagtailadmin_pages:add", args=["cms_pages", "guidepage", place.page_id]),
            icon="doc-full",
        )
        for place in places_to_publish(request.user)
    ]
