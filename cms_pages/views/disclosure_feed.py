"""The Atom feed of a list of disclosures."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms_pages.disclosures.filters import DisclosureFilters
from design.formatting import cn_date, safe_text
from disclosure.models import kind_label

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage

FEED_SIZE = 30


def disclosure_feed(request: HttpRequest, page: "DisclosureIndexPage") -> HttpResponse:
    """Return what was disclosed last, with the address's filters. Only titles: what is masked later is in
    no reader's copy.
    """
    from cms_pages.models import DisclosurePage

    filters = DisclosureFilters.parse(page.area, request.GET)
    address = page.get_full_url(request)
    feed = Atom1Feed(
        title=f"{page.area.short_name} · {page.title}",
        link=filters.address(address),
        description=_("%(area)s公开的内容") % {"area": page.area.short_name},
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        feed_guid=filters.address(f"{address}feed/"),
    )
    for one in filters.keep(DisclosurePage.objects.listed_for(page.area))[:FEED_SIZE]:
        link = one.get_full_url(request)
        corrected = one.last_published_at != one.first_published_at
        note = _("（%(day)s更正）") % {"day": cn_date(one.last_published_at)} if corrected else ""
        feed.add_item(
            title=f"{safe_text(one.title)}{note}",
            link=link,
            description=_("%(body)s公开：%(title)s")
            % {"body": one.body_owner, "title": safe_text(one.title)},
            author_name=str(one.body_owner),
            unique_id=link,
            pubdate=one.first_published_at,
            updateddate=one.last_published_at,
            categories=(kind_label(one.duty.item.kind, one.area),) if one.duty else (),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response
