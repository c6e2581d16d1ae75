"""异议与答复: the objections to what was disclosed in an area, with their states."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.disclosures.detail import objection_row
from cms_pages.notices.trail import breadcrumbs
from cms_pages.paging import decode_key, encode_key, older_than
from disclosure.clock import midnight

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage

PAGE_SIZE = 20


def disclosure_objections(request: HttpRequest, page: "DisclosureIndexPage") -> HttpResponse:
    """Show the newest objections, 20 a page, without anybody's name."""

    from cms_pages.models import DisclosureObjection

    now = timezone.now()
    today = timezone.localdate(now)
    rows = (
        DisclosureObjection.objects.filter(page__area__path__startswith=page.area.path, page__live=True)
        .select_related("page__area", "correction")
        .order_by("-raised_at", "-pk")
    )
    if key := decode_key(request.GET.get("after", "")):
        rows = rows.filter(older_than(key, "raised_at"))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    # Tomorrow one that waits may be overdue.
    page_cache.bound(request, midnight(today + timedelta(days=1)))
    base = f"{page.get_url(request)}objections/"
    steps = breadcrumbs(page, request, now)
    steps[-1]["url"] = page.get_url(request) or ""
    older = f"{base}?after={encode_key(shown[-1].raised_at, shown[-1].pk)}" if len(found) > PAGE_SIZE else ""
    return TemplateResponse(
        request,
        "cms_pages/disclosure_objections/index.html",
        {
            "page": page,
            "breadcrumbs": [*steps, {"label": _("异议与答复"), "url": ""}],
            "objections": [objection_row(one, today, one.page.get_url(request) or "") for one in shown],
            "newer_url": base if key else "",
            "older_url": older,
        },
    )
