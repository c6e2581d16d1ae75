"""What a reader asked a list of disclosures or the board for. Whatever is wrong is said, and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms_pages.notices.keys import decode_key
from communities.choices import Level
from communities.models import Area
from design.formatting import safe_text
from disclosure.choices import DisclosureKind, DutyState
from disclosure.models import DisclosureItem, kind_label

if TYPE_CHECKING:
    from cms_pages.querysets.disclosures import DisclosureQuerySet, Key
    from disclosure.querysets import DisclosureDutyQuerySet

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_WORDS = 50


@dataclass
class DisclosureFilters:
    """The filters of one request.

    Attributes:
        area: whose list or board it is.
        children: the areas directly below it, to choose from.
        items: the catalogue's items, to choose from.
        kind, item, year, below, state, words: what to keep; empty or None for all.
        after, before: key of the last row of the page before, or of the first of the page after.
        errors: by name of the parameter, what is wrong with it.
    """

    area: Area
    children: list[Area] = field(default_factory=list)
    items: list[DisclosureItem] = field(default_factory=list)
    kind: str = ""
    item: DisclosureItem | None = None
    year: int | None = None
    below: Area | None = None
    state: str = ""
    words: str = ""
    after: "Key | None" = None
    before: "Key | None" = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "DisclosureFilters":
        """Read the parameters of an address."""
        filters = cls(area=area)
        if area.level in (Level.DISTRICT, Level.STREET):
            filters.children = list(
                Area.objects.active()
                .filter(parent=area, level__in=(Level.STREET, Level.COMMUNITY))
                .order_by("path")
            )
        filters.items = list(DisclosureItem.objects.filter(body__isnull=True)) + list(
            DisclosureItem.objects.filter(body__area=area)
        )
        filters._read(query)
        filters.after = decode_key(query.get("after", ""))
        filters.before = None if filters.after else decode_key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (filters.after or filters.before):
            filters.errors["page"] = _("翻页的位置不对，下面是第一页。")
        return filters

    def _read(self, query: Mapping[str, str]) -> None:
        kind, state = query.get("kind", ""), query.get("state", "")
        if kind in DisclosureKind.values:
            self.kind = kind
        elif kind:
            self.errors["kind"] = _("没有这个类别，已显示全部类别。")
        if state in DutyState.values:
            self.state = state
        elif state:
            self.errors["state"] = _("没有这种状态，已显示全部。")
        item = query.get("item", "")
        self.item = next((one for one in self.items if item and str(one.pk) == item), None)
        if item and self.item is None:
            self.errors["item"] = _("没有这个事项，已显示全部事项。")
        slug = query.get("area", "")
        self.below = next((child for child in self.children if slug and child.slug == slug), None)
        if slug and self.below is None:
            self.errors["area"] = _("没有这个区域，已显示全部区域。")
        year = query.get("year", "")
        if year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR:
            self.year = int(year)
        elif year:
            self.errors["year"] = _("年份看不懂，已显示全部年份。")
        self.words = " ".join(safe_text(query.get("q", ""))[:LONGEST_WORDS].split())

    @property
    def place(self) -> Area:
        """The area whose rows are wanted."""
        return self.below or self.area

    def keep(self, pages: "DisclosureQuerySet") -> "DisclosureQuerySet":
        """Return the disclosures that the filters keep."""
        if self.below is not None:
            pages = pages.within(self.below)
        if self.kind:
            pages = pages.filter(duty__item__kind=self.kind)
        if self.item is not None:
            pages = pages.filter(duty__item=self.item)
        if self.year is not None:
            pages = pages.in_year(self.year)
        for word in self.words.split():
            pages = pages.filter(title__icontains=word)
        return pages

    def keep_duties(self, duties: "DisclosureDutyQuerySet") -> "DisclosureDutyQuerySet":
        """Return the duties that kind, item and area keep."""
        if self.kind:
            duties = duties.filter(item__kind=self.kind)
        if self.item is not None:
            duties = duties.filter(item=self.item)
        return duties

    @property
    def parameters(self) -> dict[str, str]:
        """The filters in force, as an address has them."""
        given = {
            "kind": self.kind,
            "item": str(self.item.pk) if self.item else "",
            "year": str(self.year) if self.year else "",
            "area": self.below.slug if self.below else "",
            "state": self.state,
            "q": self.words,
        }
        return {name: value for name, value in given.items() if value}

    def address(self, base: str, **changed: str) -> str:
        """Return the list's address with these filters, some changed."""
        wanted = {name: value for name, value in (self.parameters | changed).items() if value}
        return f"{base}?{urlencode(wanted)}" if wanted else base

    def fields(self, years: list[int], *, with_state: bool = False) -> list[dict[str, Any]]:
        """Return the fields of `design/components/filter_bar.html`."""
        kinds = [{"value": kind.value, "label": kind_label(kind, self.area)} for kind in DisclosureKind]
        items = [
            {"value": str(item.pk), "label": item.title_in(self.area)}
            for item in self.items
            if not self.kind or item.kind == self.kind
        ]
        found = [
            self._select("kind", _("类别"), self.kind, [{"value": "", "label": _("全部类别")}, *kinds]),
            self._select(
                "item",
                _("事项"),
                str(self.item.pk) if self.item else "",
                [{"value": "", "label": _("全部事项")}, *items],
            ),
            self._select(
                "year",
                _("年份"),
                str(self.year or ""),
                [
                    {"value": "", "label": _("全部年份")},
                    *({"value": str(year), "label": _("%d年") % year} for year in years),
                ],
            ),
        ]
        if self.children:
            areas = [{"value": child.slug, "label": child.short_name} for child in self.children]
            found.append(
                self._select(
                    "area",
                    _("区域"),
                    self.below.slug if self.below else "",
                    [{"value": "", "label": _("%s全域") % self.area.short_name}, *areas],
                )
            )
        if with_state:
            states = [{"value": state.value, "label": state.label} for state in DutyState]
            found.append(
                self._select("state", _("状态"), self.state, [{"value": "", "label": _("全部状态")}, *states])
            )
        return found

    def _select(self, name: str, label: str, value: str, options: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "value": value,
            "error": self.errors.get(name, ""),
            "options": options,
        }

    def chips(self, base: str) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        labels = {
            "kind": kind_label(self.kind, self.area) if self.kind else "",
            "item": self.item.title_in(self.area) if self.item else "",
            "year": _("%d年") % self.year if self.year else "",
            "area": self.below.short_name if self.below else "",
            "state": str(DutyState(self.state).label) if self.state else "",
            "q": f"“{self.words}”",
        }
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]
