"""What a reader asked a list of services for, read from the address. Whatever is wrong is said, and
left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from cms_pages.choices import ServiceNeed
from cms_pages.filters import ListFilters, children_of, options, slugs
from communities.choices import CategoryScheme, Level
from communities.models import Area, Category

if TYPE_CHECKING:
    from cms_pages.querysets.services import ServiceQuerySet

# As `cms_pages.models.services.service.OLDEST`, which this module may not import.
OLDEST = 120


@dataclass
class ServiceFilters(ListFilters):
    """The filters of one request for the list of `area`.

    Attributes:
        children: the areas directly below it, to choose from.
        categories: all kinds of services.
        kind, below: what to keep; empty or None for all.
        only_open: keep what is open at the moment.
        age, need: keep what somebody of that age and in that situation may use.
        after, before: key of the service that the page begins after or ends before.
        typed: the words as the reader wrote them.
    """

    children: list[Area] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    kind: Category | None = None
    below: Area | None = None
    only_open: bool = False
    age: int | None = None
    need: str = ""
    after: int | None = None
    before: int | None = None
    typed: str = ""
    typed_age: str = ""

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "ServiceFilters":
        """Read the parameters of an address."""
        filters = cls(area=area, typed=query.get("q", "")[: cls.longest_words])
        filters.categories = list(Category.objects.filter(scheme=CategoryScheme.SERVICE))
        filters.children = children_of(area)
        filters._read_choices(query)
        filters.read_words(query.get("q", ""))
        filters.only_open = query.get("open") == "1"
        filters._read_fit(query)
        filters.after = _key(query.get("after", ""))
        filters.before = None if filters.after else _key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (filters.after or filters.before):
            filters.lose_place()
        return filters

    def lose_place(self) -> None:
        self.after = self.before = None
        super().lose_place()

    def _read_choices(self, query: Mapping[str, str]) -> None:
        self.kind = self.choice(
            "kind", query.get("kind", ""), self.categories, _("没有这个类别，已显示全部类别。")
        )
        self.below = self.choice(
            "area", query.get("area", ""), self.children, _("没有这个区域，已显示全部区域。")
        )

    def _read_fit(self, query: Mapping[str, str]) -> None:
        age = query.get("age", "").strip()
        self.typed_age = age[:50]
        if age.isascii() and age.isdigit() and len(age) <= 3 and int(age) <= OLDEST:
            self.age = int(age)
        elif age:
            self.errors["age"] = _("年龄请填0到%(most)d的整数。") % {"most": OLDEST}
        need = query.get("need", "")
        if need in ServiceNeed.values:
            self.need = need
        elif need:
            self.errors["need"] = _("没有这个选项，已显示全部。")

    def wanted(self) -> dict[str, str]:
        return {
            "q": self.words,
            "kind": self.kind.slug if self.kind else "",
            "area": self.below.slug if self.below else "",
            "open": "1" if self.only_open else "",
            "age": str(self.age) if self.age is not None else "",
            "need": self.need,
        }

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
        services = services.fitting(age=self.age, need=self.need)
        return services.matching_words(self.words) if self.words else services

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`; kinds have links of their own, with numbers."""
        kind, below = self.kind.slug if self.kind else "", self.below.slug if self.below else ""
        kinds = options(_("全部类别"), slugs(self.categories, "name"))
        fields = [
            self.bar_field("q", _("找服务"), self.typed, type="search"),
            self.bar_field("kind", _("类别"), kind, options=kinds),
        ]
        if self.children:
            everywhere = _("全部街道") if self.area.level == Level.DISTRICT else _("全部社区")
            places = options(everywhere, slugs(self.children, "short_name"))
            fields.append(self.bar_field("area", _("服务哪里"), below, options=places))
        times = options(_("不限时间"), [("1", _("现在开门"))])
        fields.append(self.bar_field("open", _("时间"), "1" if self.only_open else "", options=times))
        fields.append(self.bar_field("age", _("我的年龄"), self.typed_age, type="text"))
        needs = options(_("不限"), ServiceNeed.choices)
        return [*fields, self.bar_field("need", _("我的情况"), self.need, options=needs)]

    def labels(self) -> dict[str, str]:
        return {
            "q": f"“{self.words}”",
            "kind": self.kind.name if self.kind else "",
            "area": self.below.short_name if self.below else "",
            "open": _("现在开门"),
            "age": _("%(age)s岁能用的") % {"age": self.age},
            "need": str(ServiceNeed(self.need).label) if self.need else "",
        }


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
