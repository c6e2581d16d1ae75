"""What a reader asked a list of guides for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms_pages.filters import ListFilters, options, slugs
from communities.choices import CategoryScheme, Level
from communities.models import Area, Category

if TYPE_CHECKING:
    from cms_pages.models import DepartmentGuidesPage, GuidePage
    from cms_pages.querysets.guides import GuideQuerySet

ALL_TIERS = "all"
_TIERS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
_TIER_NAMES = {Level.DISTRICT: "区级窗口办", Level.STREET: "街道办", Level.COMMUNITY: "社区办"}


@dataclass
class GuideFilters(ListFilters):
    """The filters of one request for the list of `area`.

    Attributes:
        departments: the departments' pages to choose from; none where the list is one department's own.
        tier: at which level the matter is handled; None for any. Below the district it is the area's own,
        unless the
            reader asks for all.
        letter: the first letter of the pinyin; empty for any.
        after: the last guide of the page before, or None.
    """

    longest_words = 30

    departments: "list[DepartmentGuidesPage]" = field(default_factory=list)
    events: list[Category] = field(default_factory=list)
    department: "DepartmentGuidesPage | None" = None
    event: Category | None = None
    tier: Level | None = None
    letter: str = ""
    after: "GuidePage | None" = None

    @classmethod
    def parse(
        cls, area: Area, query: Mapping[str, str], departments: "list[DepartmentGuidesPage]"
    ) -> "GuideFilters":
        """Read the parameters of an address."""
        events = list(Category.objects.filter(scheme=CategoryScheme.GUIDE_EVENT))
        filters = cls(area=area, departments=departments, events=events)
        filters.read_words(query.get("q", ""))
        filters._read_choices(query)
        filters._read_place(query)
        return filters

    def _read_choices(self, query: Mapping[str, str]) -> None:
        self.department = self.choice(
            "department",
            query.get("department", ""),
            self.departments,
            _("没有这个部门，已显示全部部门。"),
        )
        self.event = self.choice(
            "event", query.get("event", ""), self.events, _("没有这件人生大事，已显示全部。")
        )
        tier = query.get("tier", "")
        if tier in _TIERS:
            self.tier = Level(tier)
        elif tier and tier != ALL_TIERS:
            self.errors["tier"] = _("没有这个层级，已显示全部层级。")
        elif not tier and self.area.level != Level.DISTRICT:
            self.tier = Level(self.area.level)

    def _read_place(self, query: Mapping[str, str]) -> None:
        from cms_pages.models import GuidePage

        letter = query.get("letter", "").upper()
        if len(letter) == 1 and ("A" <= letter <= "Z" or letter == "#"):
            self.letter = letter
        after = query.get("after", "")
        if after:
            if after.isascii() and after.isdecimal() and len(after) < 12:
                self.after = GuidePage.objects.live().filter(pk=int(after)).first()
            if self.after is None:
                self.lose_place()

    def wanted(self) -> dict[str, str]:
        own = Level(self.area.level) if self.area.level != Level.DISTRICT else None
        tier = "" if self.tier == own else (self.tier.value if self.tier else ALL_TIERS)
        return {
            "q": self.words,
            "department": self.department.slug if self.department else "",
            "event": self.event.slug if self.event else "",
            "tier": tier,
            "letter": self.letter,
        }

    def apply(self, guides: "GuideQuerySet", *, any_letter: bool = False) -> "GuideQuerySet":
        """Return the guides that all filters keep; the place in the list is not one of them."""
        if self.department is not None:
            guides = guides.child_of(self.department)
        if self.event is not None:
            guides = guides.about(self.event)
        if self.tier is not None:
            guides = guides.handled_at(self.tier)
        if self.letter and not any_letter:
            guides = guides.filter(letter=self.letter)
        return guides.matching_words(self.words) if self.words else guides

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`."""
        fields = [self.bar_field("q", _("找事项"), self.words, type="search")]
        if self.departments:
            fields.append(
                self.bar_field(
                    "department",
                    _("部门"),
                    self.department.slug if self.department else "",
                    options=options(_("全部部门"), slugs(self.departments, "title")),
                )
            )
        if self.events:
            fields.append(
                self.bar_field(
                    "event",
                    _("人生大事"),
                    self.event.slug if self.event else "",
                    options=options(_("全部"), slugs(self.events, "name")),
                )
            )
        fields.append(
            self.bar_field("tier", _("在哪里办"), self.parameters.get("tier", ""), options=self._tiers())
        )
        return fields

    def _tiers(self) -> list[dict[str, str]]:
        if self.area.level == Level.DISTRICT:
            return options(_("不限"), [(tier.value, _(_TIER_NAMES[tier])) for tier in _TIERS])
        own = Level(self.area.level)
        return options(_(_TIER_NAMES[own]), [(ALL_TIERS, _("不限"))])

    def labels(self) -> dict[str, str]:
        return {
            "q": f"“{self.words}”",
            "department": self.department.title if self.department else "",
            "event": self.event.name if self.event else "",
            "tier": _(_TIER_NAMES[self.tier]) if self.tier else _("不限层级"),
            "letter": _("拼音%(letter)s") % {"letter": self.letter},
        }
