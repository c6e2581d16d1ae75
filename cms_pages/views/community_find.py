"""“Type your estate, road or house number → my community”."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from communities.lookup import find_communities
from communities.models import Area
from design.formatting import safe_text

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Found:
    """A community that may be the one, and why."""

    community: Area
    url: str
    reason: str


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
    return [
        Found(
            community=found.community,
            url=pages[found.community.page_id].get_url(request) or "/",
            reason=found.reason,
        )
        for found in candidates
    ]
