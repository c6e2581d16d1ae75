"""The gallery: every component in every state, and front pages to judge them by. Only where DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from design import gallery


def components(request: HttpRequest, page: str = "components") -> HttpResponse:
    """Show one page of the gallery; 404 for a page that it lacks, and everywhere outside DEBUG."""
    if not settings.DEBUG or page not in gallery.PAGES:
        raise Http404
    return render(request, f"design/gallery/{page}.html", gallery.context(page))
