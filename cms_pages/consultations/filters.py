"""What a reader asked a list of consultations for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cms_pages.choices import ConsultationState
from cms_pages.notices.keys import decode_key
from design.formatting import safe_text

if TYPE_CHECKING:
    from cms_pages.querysets.consultations import ConsultationQuerySet

LONGEST_WORDS = 50
Key = tuple[datetime, int]


@dataclass
class ConsultationFilters:
    """The filters of one request.

    Attributes:
        state, words: what to keep; None or empty for all.
        after, before: key of the last row of the newer page, or of the first one of the older page.
        errors: by name of the parameter, what is wrong with it.
    """

    state: ConsultationState | None = None
    words: str = ""
    after: Key | None = None
    before: Key | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> "ConsultationFilters":
        """Read the parameters of an address."""
        filters = cls()
        state = query.get("state", "")
        if state in ConsultationState.values:
            filters.state = ConsultationState(state)
        elif state:
            filters.errors["state"] = _("没有这个状态，已显示全部。")
        words = " ".join(safe_text(query.get("q", "")).split())
        if len(words) > LONGEST_WORDS:
            filters.errors["q"] = _("词太长，最多%(most)d个字。") % {"most": LONGEST_WORDS}
        else:
            filters.words = words
        filters.after = decode_key(query.get("after", ""))
        filters.before = None if filters.after else decode_key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (filters.after or filters.before):
            filters.errors["page"] = _("翻页的位置不对，下面是第一页。")
        return filters

    @property
    def parameters(self) -> dict[str, str]:
        """The filters in force, as parameters of an address."""
        given = {"q": self.words, "state": self.state.value if self.state else ""}
        return {name: value for name, value in given.items() if value}

    def address(self, base: str, **changed: str) -> str:
        """Return the address of the list with these filters, some of them changed."""
        query = {name: value for name, value in (self.parameters | changed).items() if value}
        return f"{base}?{urlencode(query)}" if query else base

    def apply(self, rows: "ConsultationQuerySet", now: datetime) -> "ConsultationQuerySet":
        """Return the rows that the filters keep."""
        if self.state is not None:
            rows = rows.in_state(self.state, now)
        return rows.matching_words(self.words) if self.words else rows

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`."""
        states = [{"value": "", "label": _("全部")}]
        states += [{"value": value, "label": str(label)} for value, label in ConsultationState.choices]
        return [
            {
                "name": "q",
                "label": _("找意见征集"),
                "value": self.words,
                "type": "search",
                "error": self.errors.get("q", ""),
            },
            {
                "name": "state",
                "label": _("状态"),
                "value": self.state.value if self.state else "",
                "options": states,
                "error": self.errors.get("state", ""),
            },
        ]

    def chips(self, base: str) -> list[dict[str, str]]:
        """The filters in force, each with the address of the list without it."""
        labels = {"q": f"“{self.words}”", "state": str(self.state.label) if self.state else ""}
        return [
            {"label": labels[name], "remove_url": self.address(base, **{name: ""})}
            for name in self.parameters
        ]
