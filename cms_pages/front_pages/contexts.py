"""The content of each level's front page, with as many queries for a large district as for a small one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages import navigation, page_cache
from cms_pages.consultations.listing import open_now
from cms_pages.front_pages import (
    directory,
    disclosure_rows,
    forum_rows,
    guide_rows,
    metadata,
    notice_rows,
    offices,
    profiles,
    service_rows,
    staff_rows,
    words,
)
from cms_pages.models import AreaPage, CommunityPage, HomePage, StreetPage
from cms_pages.models.areas import STAFF
from cms_pages.models.notices.lists import SEGMENT
from communities.choices import BodyKind, CommunityKind, Level
from communities.models import Area, Body
from communities.words import committee_word

# A front page names the communities of each street only where that stays a list that one can look over.
MOST_NAMED_COMMUNITIES = 160
MOST_PLACES = 60


def context_for(*, page: AreaPage, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Return the template's context for `page` at `now`, and bound the life of the kept page by it."""
    area = page.area
    place = navigation.of_request(request, now)
    profile = profiles.profile_of(area)
    context: dict[str, Any] = {
        "area": place.current_area,
        "kind": area.kind,
        "now": now,
        "archived": page.archived_at is not None,
        "profile": profile,
        "wanted_matters": profiles.wanted_matters(profile, request),
        "columns": place.menu_columns,
        "notices_url": notice_rows.column_url(place),
        "consultations": open_now(area, request, now),
        "disclosure": disclosure_rows.state_of_disclosure(area, place, request, now),
        "services": service_rows.services_now(area, place, request, now),
        "guides": guide_rows.guides_here(area, place, request),
        "forum": forum_rows.board_news(area, place),
        "desk": forum_rows.enquiry_desk(area, place, request, now),
    }
    context["consultations_url"] = f"{context['notices_url']}{SEGMENT}/"
    context.update(_PARTS[type(page)](area, place, request, now))
    context["metadata"] = metadata.for_front_page(
        page=page, place=place, profile=profile, office=context.get("office")
    )
    return context


def _district(
    area: Area, place: navigation.Navigation, request: HttpRequest, now: datetime
) -> dict[str, Any]:
    streets = directory.streets_with_communities(request, area)
    count = sum(len(street.communities) for street in streets)
    departments = list(
        Body.objects.current(today=now.date()).filter(kind=BodyKind.DEPARTMENT, area=area).order_by("pk")
    )
    office = Body.objects.current(today=now.date()).filter(kind=BodyKind.DISTRICT_OFFICE, area=area).first()
    found = offices.offices_of([*departments, *([office] if office else [])], now)
    offices.bound_life(request, found.values())
    return {
        "office": found.get(office.pk) if office else None,
        "departments": [found[body.pk] for body in departments],
        "notices": notice_rows.own_level(area, request, now),
        "notices_below": notice_rows.from_below(area, request, now),
        "streets": [street for street in streets if not street.is_zone],
        "zones": [street for street in streets if street.is_zone],
        "names_communities": count <= MOST_NAMED_COMMUNITIES,
        "counts": words.counts(streets),
        "find_url": reverse("community-find"),
        "directory_url": reverse("area-directory"),
    }


def _street(area: Area, place: navigation.Navigation, request: HttpRequest, now: datetime) -> dict[str, Any]:
    communities = directory.communities_of(request, area)
    body = _body(area, BodyKind.STREET_OFFICE, now)
    return {
        "office": _office(body, request, now),
        "staff": staff_rows.staff_of(body, request, now),
        "staff_url": f"{place.url_of(area)}{STAFF}/",
        "notices": notice_rows.own_level(area, request, now),
        "notices_below": notice_rows.from_below(area, request, now),
        "notices_title": words.notices_title(area),
        "communities": communities,
        "communities_title": words.communities_of_street(communities),
    }


def _community(
    area: Area, place: navigation.Navigation, request: HttpRequest, now: datetime
) -> dict[str, Any]:
    body = _body(area, BodyKind.COMMITTEE, now)
    office = _office(body, request, now)
    street = next((a for a in place.lineage if a.level == Level.STREET), None)
    # A virtual community has nobody of its own to call; the street serves it.
    has_own = office is not None and (office.is_reachable or area.kind != CommunityKind.VIRTUAL)
    stands_in = None
    if street is not None and not has_own:
        stands_in = _office(_body(street, BodyKind.STREET_OFFICE, now), request, now)
    places = list(
        Area.objects.active()
        .filter(parent=area, level__in=(Level.GRID, Level.ESTATE))
        .order_by("level", "name", "pk")[: MOST_PLACES + 1]
    )
    return {
        "office": stands_in or office,
        "office_stands_in": stands_in is not None,
        "staff": staff_rows.staff_of(body, request, now),
        "staff_url": f"{place.url_of(area)}{STAFF}/",
        "committee_word": committee_word(area),
        "virtual_note": words.virtual_note(area, street if stands_in else None),
        "notices": notice_rows.for_residents(area, request, now),
        "estates": [p.name for p in places if p.level == Level.ESTATE],
        "grids": [p.name for p in places if p.level == Level.GRID],
        "remember_url": reverse("my-community-choice"),
        "places_title": _("小区和网格"),
    }


_PARTS: dict[
    type[AreaPage], Callable[[Area, navigation.Navigation, HttpRequest, datetime], dict[str, Any]]
] = {HomePage: _district, StreetPage: _street, CommunityPage: _community}


def _body(area: Area, kind: BodyKind, now: datetime) -> Body | None:
    return Body.objects.current(today=now.date()).filter(kind=kind, area=area).first()


def _office(body: Body | None, request: HttpRequest, now: datetime) -> offices.Office | None:
    if body is None:
        return None
    office = offices.offices_of([body], now)[body.pk]
    page_cache.bound(request, office.changes_at)
    return office
