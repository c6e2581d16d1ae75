"""The Atom feed of a list of disclosures."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms_pages.disclosures.filters import DisclosureFilters
from cms_pages.views.feeds import FEED_SIZE, atom
from design.formatting import cn_date, safe_text
from disclosure.models import kind_label

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage, DisclosurePage


def disclosure_feed(request: HttpRequest, page: "DisclosureIndexPage") -> HttpResponse:
    """Return what was disclosed last, with the address's filters. Only titles: what is masked later is in
    no reader's copy.
    """
    from cms_pages.models import DisclosurePage

    filters = DisclosureFilters.parse(page.area, request.GET)
    return atom(
        request,
        page,
        filters,
        title=kind_label(filters.kind, page.area) if filters.kind else "",
        description=_("%(area)s公开的内容") % {"area": page.area.short_name},
        entries=(
            (one, _entry(one))
            for one in filters.keep(DisclosurePage.objects.listed_for(page.area))[:FEED_SIZE]
        ),
    )


def _entry(page: "DisclosurePage") -> dict[str, Any]:
    said = _("%(body)s公开：%(title)s") % {"body": page.body_owner, "title": safe_text(page.title)}
    if page.last_published_at != page.first_published_at:
        said += _("（%(day)s更正）") % {"day": cn_date(page.last_published_at)}
    return {
        "description": said,
        "updateddate": page.last_published_at,
        "categories": (kind_label(page.duty.item.kind, page.area),) if page.duty else (),
    }
