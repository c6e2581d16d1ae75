"""Where a page of the site is: its area, the columns of that area, and what is urgent there."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages import page_cache
from cms_pages.columns import Column, open_columns
from cms_pages.models import ColumnPage, NoticePage
from cms_pages.page_cache import parts
from communities import page_marks
from communities.choices import BodyKind, ContactKind, Level
from communities.models import Area, ContactFact

_ATTRIBUTE: Final = "_navigation"


def set_area(request: HttpRequest, area: Area) -> None:
    """Say which area a view outside of the page tree shows; a page's own area needs no saying."""
    request.area = area  # type: ignore[attr-defined]


def of_request(request: HttpRequest, now: datetime) -> "Navigation":
    """Return the request's navigation, made once."""
    known: Navigation | None = getattr(request, _ATTRIBUTE, None)
    if known is None:
        known = Navigation(request, now)
        setattr(request, _ATTRIBUTE, known)
    return known


def _area_of(request: HttpRequest) -> Area | None:
    area: Area | None = getattr(request, "area", None)
    if area is not None:
        return area
    routed = getattr(request, "_wagtail_route_for_request", None)
    return getattr(routed[0], "area", None) if routed else None


@dataclass(frozen=True)
class Surroundings:
    """What is around every page of an area, as it is kept: the same for each address and each reader."""

    lineage: list[Area]
    current_area: dict[str, Any] | None
    archived_area: dict[str, Any] | None
    menu: list[dict[str, Any]]
    banners: list[dict[str, Any]]
    until: datetime | None
    token: str


@dataclass
class Navigation:
    """The navigation of one request; each part is read when a template asks for it. At most four queries.

    Nothing here looks at the visitor, so that the page around it can be kept for everybody; where the view
    says so (`page_marks.share_surroundings`) it comes from the cache itself.
    """

    request: HttpRequest
    now: datetime
    is_made_anew: bool = False
    known_area: Area | None = field(init=False)

    def __post_init__(self) -> None:
        self.known_area = _area_of(self.request)

    @cached_property
    def _kept(self) -> Surroundings | None:
        """What was kept for the area; None where the view has not asked for it."""
        area = self.known_area
        if area is None or self.is_made_anew or not page_marks.shares_surroundings(self.request):
            return None
        kept = parts.shared(
            f"frame:{self.request.get_host()}:{area.pk}",
            area_path=area.path,
            now=self.now,
            make=self._made,
        )
        page_cache.bound(self.request, kept.until)
        return kept

    def _made(self) -> tuple[Surroundings, datetime | None]:
        anew = Navigation(self.request, self.now, is_made_anew=True)
        current = anew.current_area
        if current is not None:
            current.pop("contact_phone")
        menu, banners, archived = anew.menu, anew.urgent_banners, anew.archived_area
        until = anew.next_change
        for area in anew.lineage:
            # Their pages have given their addresses, and would be the heaviest of what is kept.
            area._state.fields_cache.pop("page", None)
        token = secrets.token_hex(16)
        return Surroundings(anew.lineage, current, archived, menu, banners, until, token), until

    @property
    def token(self) -> str | None:
        """What tells the kept surroundings from those before and after them; None where none are kept."""
        return self._kept.token if self._kept is not None else None

    @cached_property
    def lineage(self) -> list[Area]:
        """The district … down to the current area; the district alone where a page has no area."""
        if self._kept is not None:
            return self._kept.lineage
        areas = Area.objects.with_pages().select_related("page")
        if self.known_area is None:
            return list(areas.filter(level=Level.DISTRICT))
        return list(areas.ancestors_of(self.known_area))

    @property
    def area(self) -> Area | None:
        """The current area, or None where a page has none."""
        return self.lineage[-1] if self.lineage and self.known_area is not None else None

    @property
    def district(self) -> Area | None:
        """The district; None while the site is empty."""
        return self.lineage[0] if self.lineage else None

    def url_of(self, area: Area) -> str:
        """Return the address of an area's front page."""
        return (area.page.get_url(self.request) if area.page else None) or "/"

    @cached_property
    def current_area(self) -> dict[str, Any] | None:
        """What `design/base.html` shows of the current area; None on pages of the district and of none."""
        if self._kept is not None:
            return self._kept.current_area and {
                **self._kept.current_area,
                "contact_phone": SimpleLazyObject(lambda: self.contact_phone),
            }
        area = self.area
        if area is None:
            return None
        return {
            "name": area.short_name,
            "url": self.url_of(area),
            "level": area.level,
            "code": area.code or "",
            "parents": [{"name": a.short_name, "url": self.url_of(a)} for a in self.lineage[:-1]],
            "contact_phone": SimpleLazyObject(lambda: self.contact_phone),
        }

    @cached_property
    def archived_area(self) -> dict[str, Any] | None:
        """What every page of an abolished area says first: since when, and where to go instead."""
        if self._kept is not None:
            return self._kept.archived_area
        area = self.area
        if area is None or area.is_active:
            return None
        successor = area.successor
        return {
            "name": area.short_name,
            "on": area.ended_on,
            "successor_name": successor.short_name if successor else "",
            "successor_url": self.url_of(successor) if successor else "",
        }

    @cached_property
    def contact_phone(self) -> str:
        """The first public number of the current area's own body."""
        if self.area is None:
            return ""
        numbers = ContactFact.objects.filter(
            body__area=self.area,
            body__kind__in=(BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE),
            kind__in=(ContactKind.PHONE, ContactKind.HOTLINE),
            is_public=True,
        )
        return numbers.order_by("position", "pk").values_list("value", flat=True).first() or ""

    @cached_property
    def menu_columns(self) -> list[dict[str, Any]]:
        """The live columns of the current area, of the district where there is none, and which is open."""
        here = self.request.path
        return [
            {
                **entry,
                "current": "page"
                if here == entry["url"]
                else bool(entry["url"] and here.startswith(entry["url"])),
            }
            for entry in (self._kept.menu if self._kept is not None else self.menu)
        ]

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        """The live columns, whichever page is open."""
        area = self.lineage[-1] if self.lineage else None
        if area is None or area.page is None:
            return []
        pages = Page.objects.child_of(area.page).live().type(ColumnPage).select_related("content_type")
        of_model = {page.specific_class.__name__: page for page in pages}
        return [
            self._menu_entry(column, of_model[column.model])
            for column in open_columns()
            if column.model in of_model
        ]

    def column(self, key: str) -> dict[str, Any] | None:
        """Return the entry of one column in the menu; None where the current area does not have it."""
        return next((entry for entry in self.menu_columns if entry["key"] == key), None)

    def _menu_entry(self, column: Column, page: Page) -> dict[str, Any]:
        return {
            "key": column.key,
            "url": page.get_url(self.request),
            "label": page.title,
            "icon": column.icon,
        }

    @cached_property
    def next_change(self) -> datetime | None:
        """When the next of the area's notices begins or ends; None where none does."""
        return NoticePage.objects.next_change_for(self.lineage[-1], self.now) if self.lineage else None

    @cached_property
    def urgent_banners(self) -> list[dict[str, Any]]:
        """The urgent notices for whoever reads pages of the current area."""
        if self._kept is not None:
            return self._kept.banners
        area = self.lineage[-1] if self.lineage else None
        if area is None:
            return []
        notices = list(NoticePage.objects.urgent_for(area, self.now))
        page_cache.bound(self.request, self.next_change)
        return [
            {
                "title": notice.title,
                "url": notice.get_url(self.request),
                "published": notice.first_published_at,
            }
            for notice in notices
        ]

    @property
    def _find_error_url(self) -> str:
        """Where one says that a page is wrong; nothing on those pages themselves, whose addresses hold
        codes.
        """
        url = reverse("error-report")
        return "" if self.request.path.startswith(url) else url

    @cached_property
    def footer(self) -> dict[str, Any]:
        """The facts of a public site, from the settings, with links that every page has."""
        return {
            **settings.SITE_FOOTER,
            "find_error_url": self._find_error_url,
            "links": [
                {"label": _("找我的社区"), "url": reverse("community-find")},
                {"label": _("全部街道和社区"), "url": reverse("area-directory")},
                {"label": _("隐私说明"), "url": reverse("privacy")},
            ],
        }
