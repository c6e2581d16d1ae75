"""What the page of a service shows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms_pages.choices import ServiceStatus
from cms_pages.notices.trail import breadcrumbs
from cms_pages.services.listing import badges, bound_life
from cms_pages.services.openings import hours_table, opening_at
from cms_pages.services.staleness import is_stale
from cms_pages.services.words import document_lines, fee_words, fit_words, stars_words
from communities.choices import ContactKind
from communities.models import OpeningSchedule
from design.formatting import cn_date, cn_datetime

if TYPE_CHECKING:
    from cms_pages.models import ServicePage, ServiceRating

MOST_RATINGS = 20


def detail_context(service: "ServicePage", request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the context of the service's page, and bound the life of the kept page by it."""
    opening = opening_at(service.opening, now) if service.opening else None
    care = getattr(service, "care", None) if service.pk else None
    assured_at = care.assured_at if care else None
    bound_life(service, [opening] if opening else [], assured_at, request, now)
    return {
        "now": now,
        "service": service,
        "breadcrumbs": breadcrumbs(service, request, now),
        "kind": service.category.name if service.category else "",
        "badges": badges(service, assured_at, now),
        "status_alert": status_alert(service, now),
        "opening": opening,
        "hours": hours_table(service.opening) if service.opening else [],
        "hours_columns": [_("星期"), _("时间")],
        "holidays": str(service.opening.get_on_holidays_display()) if service.opening else "",
        "open_on_holidays": service.opening is not None
        and service.opening.on_holidays == OpeningSchedule.OnHolidays.OPEN,
        "facts": facts(service),
        "documents": document_lines(service.documents),
        **reach(service),
        "assured": _assured(care),
        "is_stale": is_stale(assured_at, now),
        "full_url": service.get_full_url(request) or "",
        "structured": [structured_data(service, request)],
        **ratings_context(service, request),
    }


def status_alert(service: "ServicePage", now: datetime) -> dict[str, str] | None:
    """Return what `design/components/alert.html` says of a service that doesn't run as usual at `now`."""
    status = service.status_at(now)
    if status == ServiceStatus.NORMAL:
        return None
    until = (
        _("（至%(moment)s）") % {"moment": cn_datetime(service.status_until)} if service.status_until else ""
    )
    return {"title": f"{status.label}{until}", "text": service.status_text}


def facts(service: "ServicePage") -> list[dict[str, str]]:
    """Return the rows of `design/components/summary_list.html`."""
    areas = [area.short_name for area in service.chosen_areas.order_by("path")] if service.pk else []
    rows = [
        (_("谁可以用"), service.eligibility),
        (_("专为"), fit_words(service)),
        (_("服务范围"), "、".join(areas) or _("%(area)s全域") % {"area": service.area.short_name}),
        (_("收费"), fee_words(service.fee_kind, service.fee_fen, service.fee_text)),
        (_("要等多久"), service.wait_text),
        (_("最近的车站"), service.nearest_stop),
        (_("服务单位"), service.provider_words),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def reach(service: "ServicePage") -> dict[str, Any]:
    """Return how the service is reached, for `design/components/contact_card.html`."""
    chosen = sorted(service.contacts.all(), key=lambda fact: (fact.position, fact.pk))
    shown = [fact for fact in chosen if fact.is_public]
    numbers = [fact for fact in shown if fact.kind in (ContactKind.PHONE, ContactKind.HOTLINE)]
    address = service.address
    if service.is_home_visit and not address:
        address = _("上门或电话服务")
    return {
        "phone": numbers[0].value if numbers else "",
        "phones": [
            {"label": fact.label or str(fact.get_kind_display()), "number": fact.value}
            for fact in numbers[1:]
        ],
        "email": next((fact.value for fact in shown if fact.kind == ContactKind.EMAIL), ""),
        "address": address,
    }


def _assured(care: Any) -> str:
    if care is None:
        return ""
    return _("%(day)s由%(body)s核对") % {"day": cn_date(care.assured_at), "body": care.assured_for}


def ratings_context(service: "ServicePage", request: HttpRequest) -> dict[str, Any]:
    """Return the published ratings with their average, and where one rates."""
    if not service.pk or getattr(request, "is_preview", False):
        return {"ratings": [], "stars": "", "rate_url": ""}
    from cms_pages.models import ServiceRating

    rows = (
        ServiceRating.objects.published()
        .filter(service=service)
        .select_related("author", "answered_for")
        .order_by("-said_at", "-pk")[:MOST_RATINGS]
    )
    average = ServiceRating.objects.averages([service.pk]).get(service.pk)
    return {
        "ratings": [rating_row(rating) for rating in rows],
        "stars": stars_words(*average) if average else "",
        "rate_url": f"{service.get_url(request)}rate/",
    }


def rating_row(rating: "ServiceRating") -> dict[str, Any]:
    """Return a row of `cms_pages/services/rating.html`."""
    return {
        "pk": rating.pk,
        "author": str(rating.author),
        "stars": rating.stars,
        "stars_words": _("%(stars)d星") % {"stars": rating.stars},
        "full": range(rating.stars),
        "comment": rating.comment,
        "said_at": rating.said_at,
        "answer": rating.answer,
        "answered_for": str(rating.answered_for) if rating.answered_for else "",
        "answered_at": rating.answered_at,
    }


def structured_data(service: "ServicePage", request: HttpRequest) -> dict[str, Any]:
    """Return the JSON-LD of the page."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": service.title,
        "description": service.summary,
        "url": service.get_full_url(request) or "",
        "serviceType": service.category.name if service.category else "",
        "provider": {"@type": "Organization", "name": service.provider_words},
        "areaServed": {"@type": "AdministrativeArea", "name": service.area.name},
    }
    return {key: value for key, value in about.items() if value}
