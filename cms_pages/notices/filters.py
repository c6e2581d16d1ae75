"""What a reader asked a list of notices for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cms_pages.choices import NoticeKind
from cms_pages.filters import children_of, options, slugs
from cms_pages.paging import KeyedFilters
from communities.models import Area

if TYPE_CHECKING:
    from cms_pages.querysets.notices import NoticeQuerySet

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass
class NoticeFilters(KeyedFilters):
    """The filters of one request for the list of `area`.

    Attributes:
        children: the areas directly below it, to choose from.
        kind, below, first_day, last_day: what to keep; empty or None for all.
        own_level: leave out what areas below published for themselves.
        with_ended: also notices whose effect is over.
        typed: words and days as the reader wrote them.
    """

    children: list[Area] = field(default_factory=list)
    kind: str = ""
    below: Area | None = None
    first_day: date | None = None
    last_day: date | None = None
    own_level: bool = False
    with_ended: bool = False
    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "NoticeFilters":
        """Read the parameters of an address."""
        filters = cls(area=area)
        filters.typed = {name: query.get(name, "")[: cls.longest_words] for name in ("q", "from", "to")}
        filters.children = children_of(area)
        filters.own_level = bool(filters.children) and query.get("level") == "own"
        filters._read_choices(query)
        filters._read_days(query)
        filters.read_words(query.get("q", ""))
        filters.with_ended = query.get("ended") == "1"
        filters.read_place(query)
        return filters

    def _read_choices(self, query: Mapping[str, str]) -> None:
        kind = query.get("kind", "")
        if kind in NoticeKind.values:
            self.kind = kind
        elif kind:
            self.errors["kind"] = _("没有这个类别，已显示全部类别。")
        self.below = self.choice(
            "area", query.get("area", ""), self.children, _("没有这个区域，已显示全部区域。")
        )

    def _read_days(self, query: Mapping[str, str]) -> None:
        self.first_day = self._read_day("from", query)
        self.last_day = self._read_day("to", query)
        if self.first_day and self.last_day and self.first_day > self.last_day:
            self.errors["to"] = _("结束日期早于开始日期，已忽略日期条件。")
            self.first_day = self.last_day = None

    def _read_day(self, name: str, query: Mapping[str, str]) -> date | None:
        text = query.get(name, "").strip()
        if not text:
            return None
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.errors[name] = _("日期请写成2026-11-23这样，已忽略。")
            return None
        return day

    def wanted(self) -> dict[str, str]:
        return {
            "q": self.words,
            "kind": self.kind,
            "area": self.below.slug if self.below else "",
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
            "level": "own" if self.own_level else "",
            "ended": "1" if self.with_ended else "",
        }

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool({key for key in self.parameters if key != "ended"})

    def apply(self, notices: "NoticeQuerySet") -> "NoticeQuerySet":
        """Return the notices that all filters keep; `own_level` and `with_ended` are `listed_for`'s."""
        if self.kind:
            notices = notices.filter(kind=self.kind)
        if self.below is not None:
            below = Area.objects.within(self.below).order_by().values("pk")
            notices = notices.filter(Q(area=self.below) | Q(area__in=below))
        if self.first_day:
            notices = notices.filter(listed_from__gte=_midnight(self.first_day))
        if self.last_day:
            notices = notices.filter(listed_from__lt=_midnight(self.last_day + timedelta(days=1)))
        return notices.matching_words(self.words) if self.words else notices

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`."""
        return [field for field in self._all_fields() if field is not None]

    def _all_fields(self) -> list[dict[str, Any] | None]:
        return [
            self.bar_field("q", _("找公告"), self.words or self.typed["q"], type="search"),
            self.bar_field("kind", _("类别"), self.kind, options=options(_("全部类别"), NoticeKind.choices)),
            self.bar_field(
                "area",
                _("发布区域"),
                self.below.slug if self.below else "",
                options=options(_("全部区域"), slugs(self.children, "short_name")),
            )
            if self.children
            else None,
            self.bar_field(
                "from", _("从哪天"), self.first_day.isoformat() if self.first_day else "", type="date"
            ),
            self.bar_field(
                "to", _("到哪天"), self.last_day.isoformat() if self.last_day else "", type="date"
            ),
            self.bar_field(
                "level",
                _("范围"),
                "own" if self.own_level else "",
                options=options(_("全部（含下级）"), [("own", _("只看本级"))]),
            )
            if self.children
            else None,
            self.bar_field(
                "ended",
                _("时效"),
                "1" if self.with_ended else "",
                options=options(_("有效的"), [("1", _("含已失效"))]),
            ),
        ]

    def labels(self) -> dict[str, str]:
        return {
            "q": f"“{self.words}”",
            "kind": str(NoticeKind(self.kind).label) if self.kind else "",
            "area": self.below.short_name if self.below else "",
            "from": _("%(day)s起") % {"day": self.first_day},
            "to": _("到%(day)s") % {"day": self.last_day},
            "level": _("只看本级"),
            "ended": _("含已失效"),
        }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
