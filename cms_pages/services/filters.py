"""What a reader asked a list of services for, read from the address. Whatever is wrong is said, and
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.choices import CategoryScheme, Level
from communities.models import Area, Category
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.querysets.services import ServiceQuerySet

LONGEST_WORDS = 50


@dataclass
class ServiceFilters:
    """The filters of one request for the list of `area`.

    Attributes:
        area: whose list it is.
        children: the areas directly below it, to choose from.
        categories: all kinds of services.
        kind, below, words: what to keep; empty or None for all.
        only_open: keep what is open at the moment.
        after, before: key of the service that the page begins after or ends before.
        errors: by name of the parameter, what is wrong with it.
    """

    area: Area
    children: list[Area] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    kind: Category | None = None
    below: Area | None = None
    words: str = ""
    only_open: bool = False
    after: int | None = None
    before: int | None = None
    errors: dict[str, str] = field(default_factory=dict)
    typed: str = ""

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "ServiceFilters":
        """Read the parameters of an address."""
        filters = cls(area=area, typed=query.get("q", "")[:LONGEST_WORDS])
        filters.categories = list(Category.objects.filter(scheme=CategoryScheme.SERVICE))
        if area.level in (Level.DISTRICT, Level.STREET):
            filters.children = list(
                Area.objects.active().filter(parent=area, level__in=(Level.STREET, Level.COMMUNITY))
            )
        filters._read_choices(query)
        filters._read_words(query.get("q", ""))
        filters.only_open = query.get("open") == "1"
        filters.after = _key(query.get("after", ""))
        filters.before = None if filters.after else _key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (filters.after or filters.before):
            filters.lose_place()
        return filters

    def lose_place(self) -> None:
        """Show the first page, and say why."""
        self.after = self.before = None
        self.errors["page"] = _("翻页的位置不对，下面是第一页。")

    def _read_choices(self, query: Mapping[str, str]) -> None:
        slug = query.get("kind", "")
        self.kind = next((category for category in self.categories if slug and category.slug == slug), None)
        if slug and self.kind is None:
            self.errors["kind"] = _("没有这个类别，已显示全部类别。")
        slug = query.get("area", "")
        self.below = next((child for child in self.children if slug and child.slug == slug), None)
        if slug and self.below is None:
            self.errors["area"] = _("没有这个区域，已显示全部区域。")

    def _read_words(self, text: str) -> None:
        words = " ".join(safe_text(text).split())
        if len(words) > LONGEST_WORDS:
            self.errors["q"] = _("要找的词太长，只用了前%(most)d个字。") % {"most": LONGEST_WORDS}
            words = words[:LONGEST_WORDS]
        self.words = words

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The filters as parameters of an address, without the page."""
        wanted = {
            "q": self.words,
            "kind": self.kind.slug if self.kind else "",
            "area": self.below.slug if self.below else "",
            "open": "1" if self.only_open else "",
        }
        return {name: value for name, value in wanted.items() if value}

    def address(self, base: str, **changes: str) -> str:
        """Return the address of the list with these filters; a change to an empty text takes a
        parameter out.
        """
        wanted = {name: value for name, value in {**self.parameters, **changes}.items() if value}
        return f"{base}?{urlencode(wanted)}" if wanted else base

    def apply_all_but_kind(self, services: "ServiceQuerySet") -> "ServiceQuerySet":
        """Return the services that words and area keep; what is open is asked of the clock (`listing`)."""
        if self.below is not None:
            from cms_pages.models import ServedArea

            rows = ServedArea.objects.filter(service=OuterRef("pk")).order_by()
            below = Area.objects.within(self.below).order_by().values("pk")
            services = services.filter(
                Q(Exists(rows.filter(area_id__in=self.below.ancestor_ids)))
                | Q(Exists(rows.filter(area__in=below)))
            )
        return services.matching_words(self.words) if self.words else services

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`; kinds have links of their own, with numbers."""
        fields: list[dict[str, Any]] = [
            {
                "name": "q",
                "label": _("文字"),
                "type": "search",
                "value": self.typed,
                "error": self.errors.get("q", ""),
            },
            {
                "name": "kind",
                "label": _("类别"),
                "value": self.kind.slug if self.kind else "",
                "error": self.errors.get("kind", ""),
                "options": [
                    {"value": "", "label": _("全部类别")},
                    *({"value": category.slug, "label": category.name} for category in self.categories),
                ],
            },
        ]
        if self.children:
            everywhere = _("全部街道") if self.area.level == Level.DISTRICT else _("全部社区")
            fields.append(
                {
                    "name": "area",
                    "label": _("服务哪里"),
                    "value": self.below.slug if self.below else "",
                    "error": self.errors.get("area", ""),
                    "options": [
                        {"value": "", "label": everywhere},
                        *({"value": child.slug, "label": child.short_name} for child in self.children),
                    ],
                }
            )
        fields.append(
            {
                "name": "open",
                "label": _("时间"),
                "value": "1" if self.only_open else "",
                "error": "",
                "options": [
                    {"value": "", "label": _("不限时间")},
                    {"value": "1", "label": _("现在开门")},
                ],
            }
        )
        return fields

    def chips(self, base: str) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        labels = {
            "q": f"“{self.words}”",
            "kind": self.kind.name if self.kind else "",
            "area": self.below.short_name if self.below else "",
            "open": _("现在开门"),
        }
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
