"""What the page of a notice shows, and what it tells machines."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms_pages import page_cache
from cms_pages.choices import Audience
from cms_pages.notices.sheet import sheet_of
from cms_pages.notices.trail import breadcrumbs
from cms_pages.paging import newer_than, older_than
from communities.choices import Level
from communities.words import committees_word, residents_word
from design.formatting import cn_datetime

if TYPE_CHECKING:
    from cms_pages.models import NoticePage

# More names than that are told as a number.
MOST_NAMES = 6


def detail_context(notice: "NoticePage", request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the context of the notice's page and of its print sheet."""
    page_cache.bound(request, notice.effective_until if not notice.has_ended(now) else None)
    trail = breadcrumbs(notice, request, now)
    full_url = notice.get_full_url(request) or ""
    newer, older = (None, None) if getattr(request, "is_preview", False) else _neighbours(notice, now)
    return {
        "now": now,
        "notice": notice,
        "breadcrumbs": trail,
        "badges": _badges(notice, now),
        "ended": notice.has_ended(now),
        "heading_facts": [str(notice.body_owner), cn_datetime(notice.first_published_at or now)],
        "facts": facts(notice),
        "attachments": attachments(notice),
        "full_url": full_url,
        "newer": newer and {"title": newer.title, "url": newer.get_url(request)},
        "older": older and {"title": older.title, "url": older.get_url(request)},
        "structured": structured_data(notice, request, trail, full_url),
        "sheet": sheet_of(notice),
        "print_url": f"{notice.get_url(request) or ''}print/",
    }


def audience_wording(notice: "NoticePage") -> str:
    """Return whom the notice is for, in words."""
    if notice.audience == Audience.EVERYONE:
        return _("%(area)s全体%(people)s") % {
            "area": notice.area.short_name,
            "people": residents_word(notice.area),
        }
    chosen = [area.short_name for area in notice.chosen_areas.order_by("path")]
    names = "、".join(chosen[:MOST_NAMES]) or notice.area.short_name
    if len(chosen) > MOST_NAMES:
        names = ngettext("%(names)s等%(count)d处", "%(names)s等%(count)d处", len(chosen)) % {
            "names": names,
            "count": len(chosen),
        }
    if notice.audience == Audience.COMMITTEES:
        return _("仅发%(names)s的%(committees)s和街道") % {"names": names, "committees": committees_word()}
    return _("%(names)s的居民") % {"names": names}


def facts(notice: "NoticePage") -> list[dict[str, str]]:
    """Return the rows of `design/components/summary_list.html`: who, when, for whom."""
    rows = [
        (_("发布单位"), str(notice.body_owner)),
        (_("发布时间"), cn_datetime(notice.first_published_at)),
        (_("更正于"), cn_datetime(notice.corrected_at)),
        (_("生效时间"), cn_datetime(notice.effective_from)),
        (_("失效时间"), cn_datetime(notice.effective_until)),
        (_("发布范围"), audience_wording(notice)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def attachments(notice: "NoticePage") -> list[dict[str, Any]]:
    """Return the items of `design/components/attachments.html`."""
    rows = notice.attachments.select_related("document") if notice.pk else notice.attachments.all()
    return [
        {
            "title": row.document.title,
            "url": row.document.url,
            "kind": row.document.file_extension.upper(),
            "size": row.document.get_file_size(),
        }
        for row in rows
    ]


def _badges(notice: "NoticePage", now: datetime) -> list[dict[str, str]]:
    badges = [{"state": "info", "label": str(notice.get_kind_display())}]
    if notice.is_for_committees:
        badges.append({"state": "closed", "label": str(Audience.COMMITTEES.label)})
    if notice.has_ended(now):
        badges.append({"state": "closed", "label": _("已失效")})
    if notice.is_urgent and notice.urgent_until and notice.urgent_until > now:
        badges.append({"state": "urgent", "label": _("紧急")})
    return badges


def _neighbours(notice: "NoticePage", now: datetime) -> "tuple[NoticePage | None, NoticePage | None]":
    """Return the notices above and below this one in the list of its area."""
    if notice.listed_from is None:
        return None, None
    from cms_pages.models import NoticePage

    key = (notice.listed_from, notice.pk)
    rows = NoticePage.objects.listed_for(notice.area, now, own_level=notice.area.level != Level.COMMUNITY)
    return (
        rows.filter(newer_than(key, "listed_from")).order_by("listed_from", "pk").first(),
        rows.filter(older_than(key, "listed_from")).first(),
    )


def structured_data(
    notice: "NoticePage", request: HttpRequest, trail: list[dict[str, Any]], full_url: str
) -> list[dict[str, Any]]:
    """Return the JSON-LD of the page: the notice and its breadcrumb."""
    site = full_url.partition(notice.get_url(request) or "\0")[0] if full_url else settings.SITE_URL
    publisher = {"@type": "GovernmentOrganization", "name": notice.body_owner.name}
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SpecialAnnouncement" if notice.is_urgent else "NewsArticle",
        "name" if notice.is_urgent else "headline": notice.title,
        "url": full_url,
        "description" if not notice.is_urgent else "text": notice.summary or notice.title,
        "datePublished" if not notice.is_urgent else "datePosted": _iso(notice.first_published_at),
        "dateModified": _iso(notice.last_published_at),
        "inLanguage": "zh-Hans",
        "publisher": publisher,
    }
    if notice.is_urgent:
        about["expires"] = _iso(notice.effective_until or notice.urgent_until)
        about["spatialCoverage"] = {"@type": "AdministrativeArea", "name": notice.area.name}
    else:
        about["author"] = publisher
        about["expires"] = _iso(notice.effective_until)
    steps = [
        {
            "@type": "ListItem",
            "position": position,
            "name": step["label"],
            "item": f"{site}{step['url']}" if step["url"] else full_url,
        }
        for position, step in enumerate(trail, start=1)
    ]
    crumbs = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": steps}
    return [{key: value for key, value in about.items() if value}, crumbs]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
