"""What a reader asked a list of notices for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms_pages.choices import NoticeKind
from cms_pages.notices.keys import decode_key
from communities.choices import Level
from communities.models import Area
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.querysets.notices import NoticeQuerySet

LONGEST_WORDS = 50
FIRST_YEAR, LAST_YEAR = 2000, 2100
Key = tuple[datetime, int]


@dataclass
class NoticeFilters:
    """The filters of one request for the list of `area`.

    Attributes:
        area: whose list it is.
        children: the areas directly below it, to choose from.
        kind, below, first_day, last_day, words: what to keep; empty or None for all.
        own_level: leave out what areas below published for themselves.
        with_ended: also notices whose effect is over.
        after, before: key of the last notice of the newer page, or of the first one of the older page.
        errors: by name of the parameter, what is wrong with it.
    """

    area: Area
    children: list[Area] = field(default_factory=list)
    kind: str = ""
    below: Area | None = None
    first_day: date | None = None
    last_day: date | None = None
    words: str = ""
    own_level: bool = False
    with_ended: bool = False
    after: Key | None = None
    before: Key | None = None
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "NoticeFilters":
        """Read the parameters of an address."""
        filters = cls(area=area)
        filters.typed = {name: query.get(name, "")[:LONGEST_WORDS] for name in ("q", "from", "to")}
        if area.level in (Level.DISTRICT, Level.STREET):
            filters.children = list(
                Area.objects.active().filter(parent=area, level__in=(Level.STREET, Level.COMMUNITY))
            )
            filters.own_level = query.get("level") == "own"
        filters._read_choices(query)
        filters._read_days(query)
        filters._read_words(query.get("q", ""))
        filters.with_ended = query.get("ended") == "1"
        filters.after = decode_key(query.get("after", ""))
        filters.before = None if filters.after else decode_key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (filters.after or filters.before):
            filters.errors["page"] = _("翻页的位置不对，下面是第一页。")
        return filters

    def _read_choices(self, query: Mapping[str, str]) -> None:
        kind = query.get("kind", "")
        if kind in NoticeKind.values:
            self.kind = kind
        elif kind:
            self.errors["kind"] = _("没有这个类别，已显示全部类别。")
        slug = query.get("area", "")
        self.below = next((child for child in self.children if slug and child.slug == slug), None)
        if slug and self.below is None:
            self.errors["area"] = _("没有这个区域，已显示全部区域。")

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
            "kind": self.kind,
            "area": self.below.slug if self.below else "",
            "from": self.first_day.isoformat() if self.first_day else "",
            "to": self.last_day.isoformat() if self.last_day else "",
            "level": "own" if self.own_level else "",
            "ended": "1" if self.with_ended else "",
        }
        return {name: value for name, value in wanted.items() if value}

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool({key for key in self.parameters if key != "ended"})

    def address(self, base: str, **changes: str) -> str:
        """Return the address of the list with these filters; a change to an empty text takes a parameter
        out.
        """
        wanted = {name: value for name, value in {**self.parameters, **changes}.items() if value}
        return f"{base}?{urlencode(wanted)}" if wanted else base

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
            self._field("q", _("找公告"), self.words or self.typed["q"], type="search"),
            self._field("kind", _("类别"), self.kind, options=_options(_("全部类别"), NoticeKind.choices)),
            self._field(
                "area",
                _("发布区域"),
                self.below.slug if self.below else "",
                options=_options(_("全部区域"), [(child.slug, child.short_name) for child in self.children]),
            )
            if self.children
            else None,
            self._field(
                "from", _("从哪天"), self.first_day.isoformat() if self.first_day else "", type="date"
            ),
            self._field("to", _("到哪天"), self.last_day.isoformat() if self.last_day else "", type="date"),
            self._field(
                "level",
                _("范围"),
                "own" if self.own_level else "",
                options=_options(_("全部（含下级）"), [("own", _("只看本级"))]),
            )
            if self.children
            else None,
            self._field(
                "ended",
                _("时效"),
                "1" if self.with_ended else "",
                options=_options(_("有效的"), [("1", _("含已失效"))]),
            ),
        ]

    def _field(self, name: str, label: str, value: str, **rest: Any) -> dict[str, Any]:
        return {"name": name, "label": label, "value": value, "error": self.errors.get(name, ""), **rest}

    def chips(self, base: str) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        labels = {
            "q": f"“{self.words}”",
            "kind": str(NoticeKind(self.kind).label) if self.kind else "",
            "area": self.below.short_name if self.below else "",
            "from": _("%(day)s起") % {"day": self.first_day},
            "to": _("到%(day)s") % {"day": self.last_day},
            "level": _("只看本级"),
            "ended": _("含已失效"),
        }
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _options(all_of_them: str, choices: Any) -> list[dict[str, str]]:
    return [{"value": "", "label": all_of_them}] + [{"value": v, "label": str(label)} for v, label in choices]
