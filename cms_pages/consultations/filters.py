"""What a reader asked a list of consultations for, read from the address. Whatever is wrong is said, and left
out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms_pages.choices import ConsultationState
from cms_pages.filters import options
from cms_pages.paging import KeyedFilters
from communities.models import Area

if TYPE_CHECKING:
    from cms_pages.querysets.consultations import ConsultationQuerySet


@dataclass
class ConsultationFilters(KeyedFilters):
    """The filters of one request.

    Attributes:
        state: what to keep; None for all.
    """

    state: ConsultationState | None = None

    @classmethod
    def parse(cls, area: Area, query: Mapping[str, str]) -> "ConsultationFilters":
        """Read the parameters of an address."""
        filters = cls(area=area)
        state = query.get("state", "")
        if state in ConsultationState.values:
            filters.state = ConsultationState(state)
        elif state:
            filters.errors["state"] = _("没有这个状态，已显示全部。")
        filters.read_words(query.get("q", ""))
        filters.read_place(query)
        return filters

    def wanted(self) -> dict[str, str]:
        return {"q": self.words, "state": self.state.value if self.state else ""}

    def labels(self) -> dict[str, str]:
        return {"q": f"“{self.words}”", "state": str(self.state.label) if self.state else ""}

    def apply(self, rows: "ConsultationQuerySet", now: datetime) -> "ConsultationQuerySet":
        """Return the rows that the filters keep."""
        if self.state is not None:
            rows = rows.in_state(self.state, now)
        return rows.matching_words(self.words) if self.words else rows

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields of `design/components/filter_bar.html`."""
        states = options(_("全部"), ConsultationState.choices)
        state = self.state.value if self.state else ""
        return [
            self.bar_field("q", _("找意见征集"), self.words, type="search"),
            self.bar_field("state", _("状态"), state, options=states),
        ]
