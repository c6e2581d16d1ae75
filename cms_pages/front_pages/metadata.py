"""What a front page tells search engines and messaging apps about itself."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms_pages.front_pages.offices import Office
from cms_pages.models import AreaPage, FrontPageProfile
from cms_pages.navigation import Navigation
from communities.choices import Level

LONGEST_DESCRIPTION = 120


@dataclass(frozen=True)
class Metadata:
    """Title, description and address of a page, and the same for machines."""

    title: str
    description: str
    canonical: str
    image: str = ""
    json_ld: list[dict[str, Any]] = field(default_factory=list)


def for_front_page(
    *, page: AreaPage, place: Navigation, profile: FrontPageProfile | None, office: Office | None
) -> Metadata:
    """Return a front page's metadata; absolute addresses are those of `SITE_URL`, never of the request."""
    canonical = absolute(page.get_url(place.request) or "/")
    crumbs = [(area.short_name, absolute(place.url_of(area))) for area in place.lineage]
    json_ld = [breadcrumb_list(crumbs)]
    if office is not None:
        json_ld.append(_organisation(office, canonical))
    image = ""
    if profile is not None and profile.picture is not None:
        image = absolute(profile.picture.get_rendition("fill-1200x630").url)
    return Metadata(
        title=_title(place),
        description=_description(place, profile),
        canonical=canonical,
        image=image,
        json_ld=json_ld,
    )


def absolute(path: str) -> str:
    """Return the full address of a path of this site."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def breadcrumb_list(crumbs: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the way from the home page, names with full addresses, for search engines."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(crumbs, start=1)
        ],
    }


def _title(place: Navigation) -> str:
    names = [area.short_name for area in reversed(place.lineage) if area.level != Level.DISTRICT]
    return " - ".join(names) or _("%(district)s首页") % {"district": place.district}


def _description(place: Navigation, profile: FrontPageProfile | None) -> str:
    if profile is not None and profile.introduction:
        text = " ".join(profile.introduction.split())
        return text if len(text) <= LONGEST_DESCRIPTION else f"{text[: LONGEST_DESCRIPTION - 1]}…"
    area = place.area
    if area is None or area.level == Level.DISTRICT:
        return _("%(district)s各街道、社区的公告、电话、地址和办公时间。") % {"district": place.district}
    return _("%(area)s的公告、电话、地址和办公时间。") % {"area": area.short_name}


def _organisation(office: Office, url: str) -> dict[str, Any]:
    facts = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "name": office.name,
        "url": url,
        "telephone": office.phone,
        "email": office.email,
        "address": office.address,
    }
    return {key: value for key, value in facts.items() if value}
