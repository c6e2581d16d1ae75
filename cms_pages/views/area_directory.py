"""All streets and communities on one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages import navigation, page_cache
from cms_pages.front_pages import directory, metadata, words
from communities.choices import Level
from communities.models import Area


@require_safe
def area_directory(request: HttpRequest) -> HttpResponse:
    """Show every street with its communities, by the pinyin of their names."""
    district = Area.objects.filter(level=Level.DISTRICT).select_related("page").first()
    if district is None:
        raise Http404(_("网站还没有装入街道和社区。"))
    page_cache.mark(request, district)
    navigation.set_area(request, district)
    streets = directory.streets_with_communities(request, district)
    return render(
        request,
        "cms_pages/area_directory/index.html",
        {
            "district": district,
            "streets": streets,
            "counts": words.counts(streets),
            "find_url": reverse("community-find"),
            "canonical": metadata.absolute(request.path),
        },
    )
