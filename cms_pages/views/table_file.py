"""A published table as a file: CSV, XLSX or JSON."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms_pages import page_cache
from cms_pages.models.base import BasePage
from cms_pages.tables.finding import tables_of
from media.tables.table import Table
from media.tables.writing import CONTENT_TYPES, attachment, write


@require_safe
def table_file(request: HttpRequest, pk: int, name: str, extension: str) -> HttpResponse:
    """Return the table of the live version of a page, to whoever may read the page.

    Raises:
        Http404: the page is not public, or has no such table.
    """
    page = get_object_or_404(Page.objects.live(), pk=pk).specific
    if not isinstance(page, BasePage) or not page.may_be_cached(request):
        raise Http404
    # Drafts, notices to committees and what has not begun yet: the page itself says whether it can be seen.
    page.route(request, [])
    table: Table | None = next((table for key, table in tables_of(page) if key == name), None)
    if table is None:
        raise Http404
    page_cache.mark(request, page.area)
    response = HttpResponse(write(table, extension), content_type=CONTENT_TYPES[extension])
    response["Content-Disposition"] = attachment(f"{page.title}-{table.caption}"[:80], extension)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def file_links(page: Page, name: str) -> list[dict[str, str]]:
    """Return the links to a table's files, as the component `typed_table` wants them."""
    return [
        {"label": extension.upper(), "url": reverse("table-file", args=[page.pk, name, extension])}
        for extension in CONTENT_TYPES
    ]
