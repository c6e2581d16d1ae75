"""“My community”: going there, choosing one, forgetting it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms_pages import my_community


@require_safe
def my_community_page(request: HttpRequest) -> HttpResponse:
    """Lead to the chosen community's front page; without a choice, to where one makes it."""
    community = my_community.chosen_by(request)
    url = community.page.get_url(request) if community and community.page else None
    response = redirect(url or reverse("my-community-choice"))
    add_never_cache_headers(response)
    return response


# Exempt from CSRF: the form stands on cached pages, which can hold no token, and the worst that a forged
# request can do is to point somebody's “my community” to another community.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def my_community_choice(request: HttpRequest) -> HttpResponse:
    """POST remembers the community with the code `area` (forgets it where that is empty); GET shows it."""
    if request.method == "POST":
        response = _choose(request)
    else:
        community = my_community.chosen_by(request)
        response = render(
            request,
            "cms_pages/my_community/index.html",
            {
                "community": community,
                "community_url": community.page.get_url(request) if community and community.page else "",
                "find_url": reverse("community-find"),
                "directory_url": reverse("area-directory"),
                "choice_url": request.path,
            },
        )
    add_never_cache_headers(response)
    return response


def _choose(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("area", "")
    response = redirect("my-community-choice")
    # 303: the browser fetches the next page by GET, and a reload doesn't send the form again.
    response.status_code = 303
    if not code:
        my_community.forget(response)
        return response
    community = my_community.find(code)
    if community is None:
        raise Http404(_("没有这个社区。"))
    my_community.remember(request, response, community)
    return response
