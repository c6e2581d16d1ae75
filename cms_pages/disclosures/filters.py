"""What a reader asked a list of disclosures or the board for. Whatever is wrong is said, and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cms_pages.filters import children_of, options, slugs
from cms_pages.paging import KeyedFilters
from communities.models import Area
from disclosure.choices import DisclosureKind, DutyState
from disclosure.models import DisclosureItem, kind_label

if TYPE_CHECKING:
    from cms_pages.querysets.disclosures import DisclosureQuerySet
    from disclosure.querysets import DisclosureDutyQuerySet

FIRST_YEAR, LAST_YEAR = 2000, 2100
# By what an address calls a period: its first month and its last.
PERIODS: Final = {
    "y": (1, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    **{f"q{number}": (3 * number - 2, 3 * number) for number in range(1, 5)},
    **{f"m{month}": (month, month) for month in range(1, 13)},
}


@dataclass
class DisclosureFilters(KeyedFilters):
    """The filters of one request.

    Attributes:
        children: the areas directly below it, to choose from.
        items: the catalogue's items, to choose from.
        kind, item, year, period, below, state: what to keep; empty or None for all.
    """

    children: list[Area] = field(default_factory=list)
    items: list[DisclosureItem] = field(default_factory=list)
    kind: str = ""
    item: DisclosureItem | None = None
    year: int | None = None
    period: str = ""
    below: Area | None = None
    state: str = ""

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "DisclosureFilters":
        """Read the parameters of an address."""
        filters = cls(area=area, children=children_of(area))
        filters.items = list(DisclosureItem.objects.filter(body__isnull=True)) + list(
            DisclosureItem.objects.filter(body__area=area)
        )
        filters._read(query)
        filters.read_words(query.get("q", ""))
        filters.read_place(query)
        return filters

    def _read(self, query: Mapping[str, str]) -> None:
        known = {
            "kind": (DisclosureKind.values, _("没有这个类别，已显示全部类别。")),
            "state": (DutyState.values, _("没有这种状态，已显示全部。")),
            "period": (PERIODS, _("没有这种期间，已显示全部期间。")),
        }
        for name, (values, wrong) in known.items():
            value = query.get(name, "")
            if value in values:
                setattr(self, name, value)
            elif value:
                self.errors[name] = wrong
        item = query.get("item", "")
        self.item = next((one for one in self.items if item and str(one.pk) == item), None)
        if item and self.item is None:
            self.errors["item"] = _("没有这个事项，已显示全部事项。")
        self.below = self.choice(
            "area", query.get("area", ""), self.children, _("没有这个区域，已显示全部区域。")
        )
        year = query.get("year", "")
        if year.isascii() and year.isdecimal() and FIRST_YEAR <= int(year[:5]) <= LAST_YEAR:
            self.year = int(year)
        elif year:
            self.errors["year"] = _("年份看不懂，已显示全部年份。")

    @property
    def place(self) -> Area:
        """The area whose rows are wanted."""
        return self.below or self.area

    def keep(self, pages: "DisclosureQuerySet") -> "DisclosureQuerySet":
        """Return the disclosures that the filters keep."""
        if self.below is not None:
            pages = pages.within(self.below)
        if self.year is not None:
            pages = pages.in_year(self.year)
        for word in self.words.split():
            pages = pages.filter(title__icontains=word)
        return self._keep(pages, "duty__")

    def keep_duties(self, duties: "DisclosureDutyQuerySet") -> "DisclosureDutyQuerySet":
        """Return the duties that kind, item, period and words keep."""
        for word in self.words.split():
            duties = duties.filter(item__title__icontains=word)
        return self._keep(duties, "")

    def _keep(self, rows: QuerySet[Any], to_duty: str) -> Any:
        """Return the rows that belong to the wanted duties; `to_duty` leads from a row to its duty."""
        wanted: dict[str, Any] = {}
        if self.kind:
            wanted["item__kind"] = self.kind
        if self.item is not None:
            wanted["item"] = self.item
        if self.period:
            first, last = PERIODS[self.period]
            wanted |= {"starts_on__month": first, "ends_on__month": last, "occasion": ""}
        return rows.filter(**{f"{to_duty}{name}": value for name, value in wanted.items()})

    def wanted(self) -> dict[str, str]:
        return {
            "q": self.words,
            "kind": self.kind,
            "item": str(self.item.pk) if self.item else "",
            "year": str(self.year) if self.year else "",
            "period": self.period,
            "area": self.below.slug if self.below else "",
            "state": self.state,
        }

    def labels(self) -> dict[str, str]:
        return {
            "q": f"“{self.words}”",
            "kind": kind_label(self.kind, self.area) if self.kind else "",
            "item": self.item.title_in(self.area) if self.item else "",
            "year": _("%d年") % self.year if self.year else "",
            "period": dict(periods()).get(self.period, ""),
            "area": self.below.short_name if self.below else "",
            "state": str(DutyState(self.state).label) if self.state else "",
        }

    def fields(self, years: list[int], *, with_state: bool = False) -> list[dict[str, Any]]:
        """Return the fields of `design/components/filter_bar.html`."""
        wanted = self.wanted()
        items = [one for one in self.items if not self.kind or one.kind == self.kind]
        offered: list[tuple[str, str, str, list[tuple[str, Any]]]] = [
            ("kind", _("类别"), _("全部类别"), [(one, kind_label(one, self.area)) for one in DisclosureKind]),
            ("item", _("事项"), _("全部事项"), [(str(one.pk), one.title_in(self.area)) for one in items]),
            ("year", _("年份"), _("全部年份"), [(str(year), _("%d年") % year) for year in years]),
            ("period", _("期间"), _("全部期间"), periods()),
        ]
        if self.children:
            everywhere = _("%s全域") % self.area.short_name
            offered.append(("area", _("区域"), everywhere, slugs(self.children, "short_name")))
        if with_state:
            offered.append(("state", _("状态"), _("全部状态"), list(DutyState.choices)))
        return [
            self.bar_field("q", _("找公开内容"), self.words, type="search"),
            *(
                self.bar_field(name, label, wanted[name], options=options(everything, choices))
                for name, label, everything, choices in offered
            ),
        ]


def periods() -> list[tuple[str, Any]]:
    """Return the periods of a year by what an address calls them, as people name them."""
    quarters = [_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度")]
    return [
        ("y", _("全年")),
        ("h1", _("上半年")),
        ("h2", _("下半年")),
        *((f"q{number}", name) for number, name in enumerate(quarters, start=1)),
        *((f"m{month}", _("%d月") % month) for month in range(1, 13)),
    ]
