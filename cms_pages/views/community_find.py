"""“Type your estate, road or house number → my community”."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

LONGEST_QUERY = 100


@require_safe
def community_find(request: HttpRequest) -> HttpResponse:
    """Show the communities that fit the words of `q`; without any, how to ask."""
    from communities.lookup import find_communities

    words = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    return render(
        request,
        "cms_pages/community_find/index.html",
        {
            "query": words,
            "results": find_communities(words) if words else [],
            "find_url": request.path,
            "directory_url": reverse("area-directory"),
            "remember_url": reverse("my-community-choice"),
        },
    )
