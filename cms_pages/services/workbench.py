"""What the workbench's home shows of services, to whom it concerns."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import ServicePage, ServiceProposal, ServiceRating
from cms_pages.services.permissions import publishing_bodies
from cms_pages.services.places import places_to_publish
from cms_pages.services.staleness import HOLDS_FOR, REMINDED_BEFORE, is_stale
from communities.workbench import Panel, Shortcut, registry, shortcuts
from design.formatting import cn_date, cn_datetime

LIST = "cms_pages/notices/workbench/pages.html"
MOST_ROWS = 6


def _shown(rows: list[dict[str, Any]], **more: str) -> dict[str, Any] | None:
    return {"rows": rows, **more} if rows else None


def care_rows(request: HttpRequest, most: int) -> list[dict[str, Any]]:
    """Return the services of the user's bodies that somebody should assure, the oldest first."""
    now = timezone.now()
    services = (
        ServicePage.objects.not_assured_since(now - HOLDS_FOR + REMINDED_BEFORE)
        .filter(body_owner__in=publishing_bodies(request.user))
        .select_related("care")
        .defer("description", "pictures", "search_text")[:most]
    )
    return [
        {
            "pk": service.pk,
            "title": service.title,
            "url": reverse("wagtailadmin_pages:edit", args=[service.pk]),
            "note": _("上次核对%(day)s") % {"day": cn_date(service.care.assured_at)},
            "is_stale": is_stale(service.care.assured_at, now),
        }
        for service in services
    ]


def _to_assure(request: HttpRequest) -> dict[str, Any] | None:
    rows = care_rows(request, MOST_ROWS + 1)
    if not rows:
        return None
    more = reverse("service_care:index") if len(rows) > MOST_ROWS else ""
    return {"rows": rows[:MOST_ROWS], "more_url": more, "next": reverse("wagtailadmin_home")}


def _ratings(request: HttpRequest) -> dict[str, Any] | None:
    pending = (
        ServiceRating.objects.pending()
        .filter(service__body_owner__in=publishing_bodies(request.user))
        .select_related("service")
    )
    url = reverse("service_ratings:index")
    return _shown(
        [
            {
                "title": _("%(title)s：%(stars)d星") % {"title": rating.service.title, "stars": rating.stars},
                "url": url,
                "note": cn_datetime(rating.said_at),
            }
            for rating in pending[:MOST_ROWS]
        ],
        more_url=url,
        more_label=_("审核评价"),
    )


def _proposals(request: HttpRequest) -> dict[str, Any] | None:
    waiting = (
        ServiceProposal.objects.waiting()
        .filter(service__body_owner__in=publishing_bodies(request.user))
        .select_related("service", "body")
    )
    return _shown(
        [
            {
                "title": proposal.service.title,
                "url": reverse("service_proposals:read", args=[proposal.pk]),
                "note": f"{proposal.body} {cn_datetime(proposal.proposed_at)}",
            }
            for proposal in waiting[:MOST_ROWS]
        ]
    )


registry.register("services-proposals")(
    Panel(title=gettext_lazy("服务单位建议的修改"), template=LIST, context=_proposals, position=20)
)
registry.register("services-ratings")(
    Panel(title=gettext_lazy("待审核的服务评价"), template=LIST, context=_ratings, position=25)
)
registry.register("services-care")(
    Panel(
        title=gettext_lazy("该核对的便民服务"),
        template="cms_pages/services/workbench/care.html",
        context=_to_assure,
        position=45,
    )
)


@shortcuts.register("new-service")
def new_service(request: HttpRequest) -> list[Shortcut]:
    """One button for each of the user's bodies that publishes services."""
    return [
        Shortcut(
            label=_("新增服务（%(body)s）") % {"body": place.body.short_name or place.body.area.short_name},
            url=reverse("wagtailadmin_pages:add", args=["cms_pages", "servicepage", place.page_id]),
            icon="pick",
        )
        for place in places_to_publish(request.user)
    ]
