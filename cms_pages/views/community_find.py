"""“Type your estate, road or house number → my community”."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms_pages.models import StaffDuty
from cms_pages.staff.display import duty_row
from communities.lookup import Candidate, find_communities
from communities.models import Area
from design.formatting import safe_text

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Found:
    """A community that may be the one, why, and who answers for the place that fits."""

    community: Area
    url: str
    reason: str
    duties: list[dict[str, Any]]
    staff_url: str


@require_safe
def community_find(request: HttpRequest) -> HttpResponse:
    """Show the communities that fit the words of `q`; without any, how to ask."""
    words = safe_text(request.GET.get("q", "")).strip()[:LONGEST_QUERY]
    return render(
        request,
        "cms_pages/community_find/index.html",
        {
            "query": words,
            "results": _found(request, words) if words else [],
            "find_url": request.path,
            "directory_url": reverse("area-directory"),
            "remember_url": reverse("my-community-choice"),
        },
    )


def _found(request: HttpRequest, words: str) -> list[Found]:
    candidates = [found for found in find_communities(words) if found.community.page_id]
    pages = Page.objects.in_bulk([found.community.page_id for found in candidates])
    duties = _duties_by_place(candidates)
    results = []
    for found in candidates:
        url = pages[found.community.page_id].get_url(request) or "/"
        rows = {row["pk"]: row for key in _keys(found.place_path) for row in duties.get(key, [])}
        results.append(
            Found(
                community=found.community,
                url=url,
                reason=found.reason,
                duties=list(rows.values()),
                staff_url=f"{url}staff/",
            )
        )
    return results


def _keys(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _duties_by_place(candidates: list[Candidate]) -> dict[int, list[dict[str, Any]]]:
    """Return who answers for each grid and estate that the candidates lie in; the same queries for many."""
    keys = {key for found in candidates for key in _keys(found.place_path)[3:]}
    found: dict[int, list[dict[str, Any]]] = {}
    if keys:
        for duty in StaffDuty.objects.responsible_for(keys, today=timezone.localdate()):
            for place in duty.places.all():
                found.setdefault(place.pk, []).append(duty_row(duty))
    return found
