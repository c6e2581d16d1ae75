"""Every published version of a disclosure, and what changed from one to another."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.disclosures.detail import checked_words
from cms_pages.disclosures.differences import compare, stream_of
from cms_pages.notices.trail import breadcrumbs

if TYPE_CHECKING:
    from cms_pages.models import DisclosurePage


def _steps(page: "DisclosurePage", request: HttpRequest, *labels: str) -> list[dict[str, Any]]:
    steps = breadcrumbs(page, request, timezone.now())
    base = page.get_url(request) or ""
    steps[-1]["url"] = base
    more = [{"label": label, "url": f"{base}versions/"} for label in labels]
    more[-1]["url"] = ""
    return [*steps, *more]


def disclosure_versions(request: HttpRequest, page: "DisclosurePage") -> HttpResponse:
    """List the versions, the newest first."""
    base = page.get_url(request) or ""
    versions = list(page.versions.order_by("-number").select_related("check_row"))
    rows = [
        {
            "version": version,
            "url": f"{base}versions/{version.number}/",
            "checked": checked_words(version),
            "compare_url": f"{base}compare/{version.number - 1}/{version.number}/"
            if version.number > 1
            else "",
        }
        for version in versions
    ]
    return TemplateResponse(
        request,
        "cms_pages/disclosure_versions/index.html",
        {"page": page, "rows": rows, "breadcrumbs": _steps(page, request, _("历次版本"))},
    )


def _one(page: "DisclosurePage", number: int) -> Any:
    version = page.versions.filter(number=number).select_related("check_row").first()
    if version is None:
        raise Http404
    return version


def disclosure_version(request: HttpRequest, page: "DisclosurePage", number: int) -> HttpResponse:
    """Show one version as it was, less what has been masked since."""
    version = _one(page, number)
    return TemplateResponse(
        request,
        "cms_pages/disclosure_versions/version.html",
        {
            "page": page,
            "version": version,
            "content": stream_of(version),
            "checked": checked_words(version),
            "is_newest": not page.versions.filter(number__gt=number).exists(),
            "page_url": page.get_url(request),
            "masks": list(page.masks.all()),
            "breadcrumbs": _steps(page, request, _("历次版本"), str(version)),
        },
    )


def disclosure_comparison(
    request: HttpRequest, page: "DisclosurePage", first: int, second: int
) -> HttpResponse:
    """Show what changed from one version to a later one.

    Raises:
        Http404: there are no two such versions.
    """
    if first >= second:
        raise Http404
    older, newer = _one(page, first), _one(page, second)
    return TemplateResponse(
        request,
        "cms_pages/disclosure_versions/compare.html",
        {
            "page": page,
            "older": older,
            "newer": newer,
            "changes": compare(older, newer),
            "breadcrumbs": _steps(page, request, _("历次版本"), _("版本比较")),
        },
    )
