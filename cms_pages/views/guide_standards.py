"""常用标准: the figures that guides share, and where each is used."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms_pages import page_cache
from cms_pages.guides.detail import midnight
from cms_pages.guides.standards import rows_on
from cms_pages.models import SharedFact
from cms_pages.notices.trail import breadcrumbs

if TYPE_CHECKING:
    from cms_pages.models import GuideIndexPage


@require_safe
def guide_standards(request: HttpRequest, page: "GuideIndexPage") -> HttpResponse:
    """Show every shared fact with its value, since when, by which document, what comes next, and its
    guides.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    page_cache.bound(request, midnight(SharedFact.objects.next_change_on(today)))
    trail = breadcrumbs(page, request, now)
    trail[-1]["url"] = page.get_url(request)
    context = {
        "page": page,
        "rows": rows_on(today, request),
        "list_url": page.get_url(request),
        "breadcrumbs": [*trail, {"label": _("常用标准"), "url": ""}],
    }
    return TemplateResponse(request, "cms_pages/guides/standards.html", context)
