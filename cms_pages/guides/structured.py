"""What the page of a guide tells machines (schema.org GovernmentService)."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from cms_pages.models import GuidePage


def structured_data(
    guide: "GuidePage",
    trail: list[dict[str, Any]],
    full_url: str,
    *,
    phones: list[dict[str, str]],
    counters: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the JSON-LD of the page: the service and its breadcrumb."""
    channels: list[dict[str, Any]] = [
        {
            "@type": "ServiceChannel",
            "serviceLocation": {
                "@type": "GovernmentOffice",
                "name": counter["name"],
                "address": counter["address"],
            },
        }
        for counter in counters
    ]
    channels += [
        {
            "@type": "ServiceChannel",
            "servicePhone": {
                "@type": "ContactPoint",
                "telephone": phone["number"],
                "contactType": phone["label"],
            },
        }
        for phone in phones
    ]
    if guide.online_url:
        channels.append({"@type": "ServiceChannel", "serviceUrl": guide.online_url})
    service = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": guide.title,
        "description": guide.what_it_is,
        "url": full_url,
        "inLanguage": "zh-Hans",
        "provider": {"@type": "GovernmentOrganization", "name": guide.body_owner.name},
        "areaServed": {"@type": "AdministrativeArea", "name": guide.area.name},
        "availableChannel": channels,
    }
    site = settings.SITE_URL.rstrip("/")
    crumbs = [
        {
            "@type": "ListItem",
            "position": position,
            "name": part["label"],
            "item": f"{site}{part['url']}" if part["url"] else full_url,
        }
        for position, part in enumerate(trail, start=1)
    ]
    breadcrumb = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": crumbs}
    return [{key: value for key, value in service.items() if value}, breadcrumb]
