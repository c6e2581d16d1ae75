"""What a reader asked a list of guides for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.choices import CategoryScheme, Level
from communities.models import Area, Category
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.models import DepartmentGuidesPage, GuidePage
    from cms_pages.querysets.guides import GuideQuerySet

LONGEST_WORDS = 30
ALL_TIERS = "all"
_TIERS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
_TIER_NAMES = {Level.DISTRICT: "区级窗口办", Level.STREET: "街道办", Level.COMMUNITY: "社区办"}


@dataclass
class GuideFilters:
    """The filters of one request for the list of `area`.

    Attributes:
        departments: the departments' pages to choose from; none where the list is one department's own.
        tier: at which level the matter is handled; None for any. Below the district it is the area's own,
        unless the
            reader asks for all.
        letter: the first letter of the pinyin; empty for any.
        after: the last guide of the page before, or None.
        errors: by name of the parameter, what is wrong with it.
    """

    area: Area
    departments: "list[DepartmentGuidesPage]" = field(default_factory=list)
    events: list[Category] = field(default_factory=list)
    words: str = ""
    department: "DepartmentGuidesPage | None" = None
    event: Category | None = None
    tier: Level | None = None
    letter: str = ""
    after: "GuidePage | None" = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(
        cls, area: Area, query: Mapping[str, str], departments: "list[DepartmentGuidesPage]"
    ) -> "GuideFilters":
        """Read the parameters of an address."""
        events = list(Category.objects.filter(scheme=CategoryScheme.GUIDE_EVENT))
        filters = cls(area=area, departments=departments, events=events)
        filters._read_words(query.get("q", ""))
        filters._read_choices(query)
        filters._read_place(query)
        return filters

    def _read_words(self, text: str) -> None:
        words = " ".join(safe_text(text).split())
        if len(words) > LONGEST_WORDS:
            self.errors["q"] = _("要找的词太长，只用了前%(most)d个字。") % {"most": LONGEST_WORDS}
            words = words[:LONGEST_WORDS]
        self.words = words

    def _read_choices(self, query: Mapping[str, str]) -> None:
        slug = query.get("department", "")
        self.department = next((page for page in self.departments if slug and page.slug == slug), None)
        if slug and self.department is None:
            self.errors["department"] = _("没有这个部门，已显示全部部门。")
        slug = query.get("event", "")
        self.event = next((event for event in self.events if slug and event.slug == slug), None)
        if slug and self.event is None:
            self.errors["event"] = _("没有这件人生大事，已显示全部。")
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
                self.errors["page"] = _("翻页的位置不对，下面是第一页。")

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The filters as parameters of an address, without the page."""
        own = Level(self.area.level) if self.area.level != Level.DISTRICT else None
        tier = "" if self.tier == own else (self.tier.value if self.tier else ALL_TIERS)
        wanted = {
            "q": self.words,
            "department": self.department.slug if self.department else "",
            "event": self.event.slug if self.event else "",
            "tier": tier,
            "letter": self.letter,
        }
        return {name: value for name, value in wanted.items() if value}

    def address(self, base: str, **changes: str) -> str:
        """Return the address of the list with these filters; a change to an empty text takes a parameter
        out.
        """
        wanted = {name: value for name, value in {**self.parameters, **changes}.items() if value}
        return f"{base}?{urlencode(wanted)}" if wanted else base

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
        fields = [self._field("q", _("找事项"), self.words, type="search")]
        if self.departments:
            choices = [(page.slug, page.title) for page in self.departments]
            fields.append(
                self._field(
                    "department",
                    _("部门"),
                    self.department.slug if self.department else "",
                    options=_options(_("全部部门"), choices),
                )
            )
        if self.events:
            choices = [(event.slug, event.name) for event in self.events]
            fields.append(
                self._field(
                    "event",
                    _("人生大事"),
                    self.event.slug if self.event else "",
                    options=_options(_("全部"), choices),
                )
            )
        fields.append(
            self._field("tier", _("在哪里办"), self.parameters.get("tier", ""), options=self._tiers())
        )
        return fields

    def _tiers(self) -> list[dict[str, str]]:
        if self.area.level == Level.DISTRICT:
            return _options(_("不限"), [(tier.value, _(_TIER_NAMES[tier])) for tier in _TIERS])
        own = Level(self.area.level)
        return _options(_(_TIER_NAMES[own]), [(ALL_TIERS, _("不限"))])

    def _field(self, name: str, label: str, value: str, **rest: Any) -> dict[str, Any]:
        return {"name": name, "label": label, "value": value, "error": self.errors.get(name, ""), **rest}

    def chips(self, base: str) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        labels = {
            "q": f"“{self.words}”",
            "department": self.department.title if self.department else "",
            "event": self.event.name if self.event else "",
            "tier": _(_TIER_NAMES[self.tier]) if self.tier else _("不限层级"),
            "letter": _("拼音%(letter)s") % {"letter": self.letter},
        }
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]


def _options(all_of_them: str, choices: Any) -> list[dict[str, str]]:
    return [{"value": "", "label": all_of_them}] + [{"value": v, "label": str(label)} for v, label in choices]
