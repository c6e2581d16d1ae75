"""What crawlers ask for: the map of the site, and where they need not go."""

from datetime import UTC, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import views as wagtail_views
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap

from cms_pages import page_cache
from communities.choices import Level
from communities.models import Area

# Sign-in, personal and official addresses; what they show is nobody's search result.
SECURITY_VALID_FOR: Final = timedelta(days=180)
CLOSED = ("/admin/", "/accounts/", "/me/", "/my-community/", "/display/", "/corrections/")


class PublicPages(Sitemap):
    """The live public pages, with when each was last published."""

    def location(self, obj: Any) -> str:
        """Return the page's full address at `SITE_URL`."""
        return str(obj.get_full_url(self.request))


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the map of the site."""
    district = Area.objects.filter(level=Level.DISTRICT).first()
    if district is not None:
        page_cache.mark(request, district)
    response: HttpResponse = wagtail_views.sitemap(request, {"pages": PublicPages})
    return response


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Answer with whom to tell of a weakness of the site (RFC 9116).

    Raises:
        Http404: the operator has named nobody (SECURITY_CONTACT).
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    # The standard wants an end; the contact comes from the settings, so it is never older than the process.
    expires = (timezone.now() + SECURITY_VALID_FOR).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Answer with the addresses that crawlers should leave alone."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
