"""Who has opened and signed a notice for committees, for its publisher."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cms_pages.notices.recipients import recipients
from communities.choices import Level
from communities.models import Body

if TYPE_CHECKING:
    from cms_pages.models import NoticePage, NoticeReceipt


@dataclass(frozen=True)
class ReceiptRow:
    """One body that the notice was sent to, and its receipt if there is one."""

    body: Body
    receipt: "NoticeReceipt | None"

    @property
    def state(self) -> str:
        """`signed`, `opened` or `unopened`."""
        if self.receipt is None:
            return "unopened"
        return "signed" if self.receipt.signed_at else "opened"


@dataclass
class ReceiptGroup:
    """The bodies of one street."""

    name: str
    rows: list[ReceiptRow] = field(default_factory=list)

    @property
    def signed(self) -> int:
        return sum(row.state == "signed" for row in self.rows)


@dataclass
class ReceiptList:
    """All bodies that a notice was sent to, by street."""

    groups: list[ReceiptGroup]

    @property
    def rows(self) -> list[ReceiptRow]:
        return [row for group in self.groups for row in group.rows]

    def count(self, state: str) -> int:
        """Return how many bodies are in `state`."""
        return sum(row.state == state for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of bodies: all, signed, opened but not signed, unopened."""
        return {
            "all": len(self.rows),
            **{state: self.count(state) for state in ("signed", "opened", "unopened")},
        }


def receipt_list(notice: "NoticePage", *, today: date) -> ReceiptList:
    """Return the receipts of `notice`, in three queries whatever its audience."""
    receipts = {row.body_id: row for row in notice.receipts.select_related("opened_by", "signed_by")}
    groups: dict[int, ReceiptGroup] = {}
    for body in recipients(notice, today=today):
        area = body.area
        street = area.parent if area.level != Level.STREET and area.parent is not None else area
        group = groups.setdefault(street.pk, ReceiptGroup(name=street.short_name))
        group.rows.append(ReceiptRow(body=body, receipt=receipts.get(body.pk)))
    return ReceiptList(groups=list(groups.values()))
