"""What a list of services shows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.choices import ServiceStatus
from cms_pages.notices.trail import breadcrumbs
from cms_pages.services.filters import ServiceFilters
from cms_pages.services.openings import Opening, openings_at
from cms_pages.services.staleness import is_stale, stale_from
from cms_pages.services.words import fee_words, stars_words
from communities.choices import Level

if TYPE_CHECKING:
    from cms_pages.models import ServiceIndexPage, ServicePage
    from cms_pages.querysets.services import ServiceQuerySet

PAGE_SIZE = 20


def narrowed(
    page: "ServiceIndexPage", filters: ServiceFilters, request: HttpRequest, now: datetime
) -> "ServiceQuerySet":
    """Return the services of `page` that all filters but the kind keep.

    What is open now is asked of the schedules, of which many services share one; the answer holds until the
    first of them opens or closes.
    """
    from cms_pages.models import ServicePage

    services = filters.apply_all_but_kind(ServicePage.objects.listed_for(page.area))
    if not filters.only_open:
        return services
    openings = openings_at(services.schedule_ids(), now)
    for opening in openings.values():
        page_cache.bound(request, opening.changes_at)
    return services.with_schedules(key for key, opening in openings.items() if opening.is_open)


def list_context(page: "ServiceIndexPage", request: HttpRequest) -> dict[str, Any]:
    """Return the context of a list's template for the address's filters."""
    now = timezone.now()
    filters = ServiceFilters.parse(page.area, request.GET)
    services = narrowed(page, filters, request, now)
    counts = services.counts_by_category()
    kept = services.filter(category=filters.kind) if filters.kind else services
    rows, has_earlier, has_later = _one_page(kept, filters)
    base = page.get_url(request) or request.path
    total = counts.get(filters.kind.pk, 0) if filters.kind else sum(counts.values())
    return {
        "now": now,
        "filters": filters,
        "filter_fields": filters.fields,
        "filter_chips": filters.chips(base),
        "reset_url": base if filters.parameters else "",
        "result_text": _("符合条件的服务%(total)d项") % {"total": total} if filters.parameters else "",
        "kinds": kinds(filters, counts, base),
        "items": service_rows(rows, request, now),
        "list_url": base,
        "earlier_url": filters.address(base, before=str(rows[0].pk)) if rows and has_earlier else "",
        "later_url": filters.address(base, after=str(rows[-1].pk)) if rows and has_later else "",
        "page_error": filters.errors.get("page", ""),
        "breadcrumbs": breadcrumbs(page, request, now),
        "nearby_url": f"{base}nearby/",
        "feed_url": filters.address(f"{base}feed/"),
        "map_url": f"{base}map/" if page.has_map else "",
        "wider_url": _wider_url(page, request),
    }


def _one_page(services: "ServiceQuerySet", filters: ServiceFilters) -> "tuple[list[ServicePage], bool, bool]":
    """Return the rows of the page asked for, and whether there are earlier and later ones."""
    wanted = filters.after or filters.before
    if wanted:
        from cms_pages.models import ServicePage

        key = ServicePage.objects.filter(pk=wanted).values_list("sort_key", "pk").first()
        if key is None:
            filters.lose_place()
        elif filters.before:
            found = list(services.before(key)[: PAGE_SIZE + 1])
            return found[:PAGE_SIZE][::-1], len(found) > PAGE_SIZE, True
        else:
            services = services.after(key)
    found = list(services[: PAGE_SIZE + 1])
    return found[:PAGE_SIZE], filters.after is not None, len(found) > PAGE_SIZE


def kinds(filters: ServiceFilters, counts: dict[int, int], base: str) -> list[dict[str, Any]]:
    """Return the kinds with the number of services in each, those without any left out."""
    chosen = filters.kind
    return [
        {
            "label": category.name,
            "count": counts[category.pk],
            "url": filters.address(base, kind=category.slug),
            "current": category == chosen,
        }
        for category in filters.categories
        if counts.get(category.pk)
    ]


def service_rows(
    services: "Sequence[ServicePage]",
    request: HttpRequest,
    now: datetime,
    notes: dict[int, str] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of `cms_pages/services/rows.html`, and bound the page's life by what they say.

    Args:
        services: what is shown.
        request: the request that the page answers.
        now: the present moment.
        notes: by key of a service, something more to say of it (how far it is).
    """
    from cms_pages.models import ServiceCare, ServiceRating

    keys = [service.pk for service in services]
    openings = openings_at({service.opening_id for service in services if service.opening_id}, now)
    averages = ServiceRating.objects.averages(keys)
    assured = dict(ServiceCare.objects.filter(service__in=keys).values_list("service_id", "assured_at"))
    return [
        _row(
            service,
            openings.get(service.opening_id or 0),
            averages.get(service.pk),
            assured.get(service.pk),
            request,
            now,
            (notes or {}).get(service.pk, ""),
        )
        for service in services
    ]


def _row(
    service: "ServicePage",
    opening: Opening | None,
    average: tuple[float, int] | None,
    assured_at: datetime | None,
    request: HttpRequest,
    now: datetime,
    note: str,
) -> dict[str, Any]:
    bound_life(service, [opening] if opening else [], assured_at, request, now)
    return {
        "url": service.get_url(request),
        "title": service.title,
        "summary": service.summary,
        "kind": service.category.name if service.category else "",
        "provider": service.provider_words,
        "area": service.area.short_name,
        "fee": fee_words(service.fee_kind, service.fee_fen, ""),
        "opening": opening,
        "opening_note": service.opening_note,
        "badges": badges(service, assured_at, now),
        "stars": stars_words(*average) if average else "",
        "note": note,
    }


def badges(service: "ServicePage", assured_at: datetime | None, now: datetime) -> list[dict[str, str]]:
    """Return the badges of a service: whether it runs as usual, and whether its record may be out of date."""
    found = []
    status = service.status_at(now)
    if status == ServiceStatus.CHANGED:
        found.append({"state": "due", "label": str(status.label)})
    if status == ServiceStatus.LIMITED:
        found.append({"state": "late", "label": str(status.label)})
    if is_stale(assured_at, now):
        found.append({"state": "waiting", "label": _("较久未核对")})
    return found


def bound_life(
    service: "ServicePage",
    openings: Iterable[Opening],
    assured_at: datetime | None,
    request: HttpRequest,
    now: datetime,
) -> None:
    """End the kept page's life at the first moment at which the clock alone changes what it says of
    `service`.
    """
    moments = [opening.changes_at for opening in openings]
    moments += [service.status_until, stale_from(assured_at)]
    for moment in moments:
        if moment is not None and moment > now:
            page_cache.bound(request, moment)


def _wider_url(page: "ServiceIndexPage", request: HttpRequest) -> str:
    """Return the address of the services of the area above, for readers of an empty list."""
    from cms_pages.models import ServiceIndexPage

    if page.area.level == Level.DISTRICT or page.area.parent_id is None:
        return ""
    wider = ServiceIndexPage.objects.live().filter(area_id=page.area.parent_id).first()
    return (wider.get_url(request) or "") if wider else ""
