"""Which page an address is, and which body answers for it."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms_pages.models import AreaPage
from cms_pages.models.error_report import LONGEST_PATH
from communities.choices import BodyKind, Level
from communities.models import Area, Body, BodyPage
from design.formatting import safe_text

# The body that runs an area, by its level.
_RUNS: Final = {
    Level.DISTRICT: BodyKind.DISTRICT_OFFICE,
    Level.STREET: BodyKind.STREET_OFFICE,
    Level.COMMUNITY: BodyKind.COMMITTEE,
}
_OFFICES: Final = tuple(_RUNS.values())


@dataclass(frozen=True)
class PageInQuestion:
    """The page that somebody found wrong.

    Attributes:
        path: its address on this site, without a query; empty where none was given.
        title: its name; of what is no page of the tree, what kind of page it is.
        page: the page in the tree; None where the address is none that everybody may read.
        area: where it belongs; the district where it belongs nowhere.
        body: who answers for it.
    """

    path: str
    title: str
    page: Page | None
    area: Area
    body: Body


def page_in_question(address: str, request: HttpRequest, *, today: date) -> PageInQuestion | None:
    """Return what `address` is, whatever was typed; None while the site has no body that could answer.

    Drafts and notices to committees are not told from addresses that don't exist.
    """
    path = _path_of(address)
    page = _public_page(path, request) if path else None
    area = getattr(page, "area", None) or Area.objects.filter(level=Level.DISTRICT).first()
    if area is None:
        return None
    body = (owner_of(page, today=today) if page is not None else None) or running_body(area, today=today)
    if body is None:
        return None
    title = page.title if page is not None else _("本站的其他页面")
    return PageInQuestion(path=path, title=title, page=page, area=area, body=body)


def owner_of(page: Page, *, today: date) -> Body | None:
    """Return the body that answers for `page`: who published it, else who works on it; None where that is
    over.
    """
    body: Body | None = getattr(page, "body_owner", None)
    if body is None and not isinstance(page, AreaPage):
        holder = (
            BodyPage.objects.filter(
                page__in=page.get_ancestors(inclusive=True), body__area=getattr(page, "area", None)
            )
            .select_related("body__area")
            .order_by("-page__depth")
            .first()
        )
        body = holder.body if holder else None
    return body if body is not None and (body.ended_on is None or body.ended_on > today) else None


def running_body(area: Area, *, today: date) -> Body | None:
    """Return the committee of a community, else the office of its street, else the district's."""
    rows = Body.objects.current(today=today).filter(area__in=area.ancestor_ids, kind__in=_OFFICES)
    # A path grows with each level: the longest is the nearest.
    found = sorted(rows.select_related("area"), key=lambda body: (-len(body.area.ancestor_ids), body.pk))
    return found[0] if found else None


def receiving_bodies(body: Body, *, today: date) -> list[Body]:
    """Return the bodies that `body` may hand a report on to: above it, directly below it, and departments."""
    rows = (
        Body.objects.current(today=today)
        .filter(
            Q(area__in=body.area.ancestor_ids, kind__in=_OFFICES)
            | Q(area__parent=body.area_id, kind__in=_OFFICES)
            | Q(kind=BodyKind.DEPARTMENT)
        )
        .exclude(pk=body.pk)
    )
    return list(rows.select_related("area").order_by("area__path", "kind", "name", "pk"))


def _path_of(address: str) -> str:
    try:
        path = unquote(urlsplit(safe_text(address).strip()).path)
    except ValueError:
        return ""
    path = "".join(char for char in path if char.isprintable())[:LONGEST_PATH]
    return path if path.startswith("/") and not path.startswith("//") else ""


def _public_page(path: str, request: HttpRequest) -> Page | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    components = [part for part in path.split("/") if part]
    try:
        page: Page = site.root_page.specific.route(request, components).page
    except Http404:
        return None
    return page.specific
