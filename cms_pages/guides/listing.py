"""What a list of guides shows."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.guides.detail import badges_of, midnight, tiers_of
from cms_pages.guides.filters import ALL_TIERS, GuideFilters
from cms_pages.notices.trail import breadcrumbs
from communities.choices import Level

if TYPE_CHECKING:
    from cms_pages.models import DepartmentGuidesPage, GuideIndexPage
    from cms_pages.models.guides.lists import GuideListPage
    from cms_pages.querysets.guides import GuideQuerySet

PAGE_SIZE = 40


def filters_for(page: "GuideListPage", request: HttpRequest) -> GuideFilters:
    """Return what the request asks the list for."""
    from cms_pages.models import DepartmentGuidesPage

    departments: list[DepartmentGuidesPage] = []
    if not isinstance(page, DepartmentGuidesPage):
        departments = list(DepartmentGuidesPage.objects.live().order_by("path"))
    return GuideFilters.parse(page.area, request.GET, departments)


def guides_of(page: "GuideListPage") -> "GuideQuerySet":
    """Return the guides of a list before any filter: all of them, or a department's own."""
    from cms_pages.models import DepartmentGuidesPage, GuidePage

    guides = GuidePage.objects.listed()
    return guides.child_of(page) if isinstance(page, DepartmentGuidesPage) else guides


def district_index() -> "GuideIndexPage | None":
    """Return the district's list, which has the registers below it."""
    from cms_pages.models import GuideIndexPage

    found: GuideIndexPage | None = GuideIndexPage.objects.filter(area__level=Level.DISTRICT).first()
    return found


def list_context(page: "GuideListPage", request: HttpRequest) -> dict[str, Any]:
    """Return the context of a list's template for the address's filters."""
    now = timezone.now()
    today = timezone.localdate(now)
    filters = filters_for(page, request)
    everything = guides_of(page)
    matching = filters.apply(everything)
    rows = list((matching.after(filters.after) if filters.after else matching)[: PAGE_SIZE + 1])
    has_more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    base = page.get_url(request) or request.path
    index = district_index()
    index_url = (index.get_url(request) or "") if index else ""
    due = everything.next_due_on(today)
    page_cache.bound(request, midnight(due + timedelta(days=1)) if due else None)
    return {
        "now": now,
        "filters": filters,
        "filter_fields": filters.fields,
        "filter_chips": filters.chips(base),
        "reset_url": base if filters.parameters else "",
        "result_text": _result_text(matching, filters),
        "letters": _letters(everything, filters, base),
        "groups": _by_letter([list_item(guide, request, today=today) for guide in rows]),
        "is_start": not filters.parameters and filters.after is None,
        "events": _events(everything, filters, base),
        "departments": _departments(everything, filters, request),
        "list_url": base,
        "older_url": filters.address(base, after=str(rows[-1].pk)) if has_more else "",
        "newer_url": filters.address(base) if filters.after else "",
        "all_url": filters.address(base, tier=ALL_TIERS) if page.area.level != Level.DISTRICT else "",
        "feed_url": f"{base}feed/",
        "standards_url": f"{index_url}standards/",
        "certificates_url": f"{index_url}certificates/",
        "page_error": filters.errors.get("page", ""),
        "breadcrumbs": breadcrumbs(page, request, now),
    }


def list_item(guide: Any, request: HttpRequest, *, today: Any) -> dict[str, Any]:
    """Return a row of `design/components/dated_list.html`, with its letter."""
    care = getattr(guide, "care", None)
    return {
        "letter": guide.letter,
        "url": guide.get_url(request),
        "title": guide.title,
        "summary": guide.what_it_is,
        "badges": badges_of(guide, is_stale=care is not None and care.due_on < today),
        "kind": str(guide.body_owner),
        "area": "、".join(tiers_of(guide)),
    }


def _by_letter(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        groups.setdefault(item["letter"], []).append(item)
    return [{"letter": letter, "items": rows} for letter, rows in groups.items()]


def _result_text(matching: "GuideQuerySet", filters: GuideFilters) -> str:
    if not filters.parameters:
        return ""
    return _("符合条件的事项%(total)d件") % {"total": matching.order_by().count()}


def _letters(everything: "GuideQuerySet", filters: GuideFilters, base: str) -> list[dict[str, Any]]:
    """Return the letters that lead somewhere under the other filters."""
    matching = filters.apply(everything, any_letter=True)
    present = matching.order_by("letter").values_list("letter", flat=True).distinct()
    return [
        {"label": letter, "url": filters.address(base, letter=letter), "is_current": letter == filters.letter}
        for letter in present
    ]


def _events(everything: "GuideQuerySet", filters: GuideFilters, base: str) -> list[dict[str, Any]]:
    """Return life's events that have guides here, with how many."""
    guides = everything if filters.tier is None else everything.handled_at(filters.tier)
    counts = dict(
        guides.order_by()
        .values_list("life_events")
        .annotate(number=Count("pk"))
        .values_list("life_events", "number")
    )
    return [
        {
            "label": event.name,
            "url": filters.address(base, event=event.slug),
            "note": _("%(number)d件") % {"number": counts[event.pk]},
        }
        for event in filters.events
        if counts.get(event.pk)
    ]


def _departments(
    everything: "GuideQuerySet", filters: GuideFilters, request: HttpRequest
) -> list[dict[str, Any]]:
    """Return the departments that have guides, with how many."""
    if not filters.departments:
        return []
    counts = dict(
        everything.order_by()
        .values_list("body_owner")
        .annotate(number=Count("pk"))
        .values_list("body_owner", "number")
    )
    owners = _owners(filters.departments)
    return [
        {
            "label": page.title,
            "url": page.get_url(request),
            "note": _("%(number)d件") % {"number": counts[owners[page.pk]]},
        }
        for page in filters.departments
        if counts.get(owners.get(page.pk))
    ]


def _owners(pages: "list[DepartmentGuidesPage]") -> dict[int, int]:
    from communities.models import BodyPage

    return dict(BodyPage.objects.filter(page__in=pages).values_list("page_id", "body_id"))
