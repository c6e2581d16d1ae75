"""What a provider may propose to change in a service's record, and how the difference reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms_pages.choices import FeeKind, ServiceStatus
from design.formatting import cn_datetime, money

if TYPE_CHECKING:
    from cms_pages.models import ServicePage, ServiceProposal

# Name, area and publisher are the committee's; hours and phones are rows of their own, told of in the note.
FIELDS: Final = (
    "summary",
    "description",
    "eligibility",
    "fee_kind",
    "fee_fen",
    "fee_text",
    "documents",
    "address",
    "nearest_stop",
    "opening_note",
    "status",
    "status_text",
    "status_until",
)
_MOMENTS: Final = frozenset({"status_until"})


@dataclass(frozen=True)
class Difference:
    """One field of a proposal, in words.

    Attributes:
        label: what the field is called in the editor.
        before: what the page said when it was proposed.
        now: what the page says now; the same as `before` unless somebody has changed it meanwhile.
        after: what it shall say.
    """

    label: str
    before: str
    now: str
    after: str

    @property
    def has_moved(self) -> bool:
        """Whether the page has been changed there since the proposal."""
        return self.now != self.before


def stored(name: str, value: Any) -> Any:
    """Return a field's value as JSON can hold it."""
    if name in _MOMENTS:
        return value.isoformat() if value else None
    return value


def restored(name: str, value: Any) -> Any:
    """Return a field's value from what `stored` made of it."""
    return parse_datetime(value) if name in _MOMENTS and value else value


def changes_between(service: "ServicePage", wanted: dict[str, Any]) -> dict[str, list[Any]]:
    """Return `{field: [before, after]}` of what `wanted` would change in `service`; line ends don't count."""
    changes = {}
    for name in FIELDS:
        before, after = stored(name, getattr(service, name)), stored(name, wanted[name])
        if isinstance(after, str):
            after = after.replace("\r\n", "\n").strip()
        if (before or None) != (after or None):
            changes[name] = [before, after if after is not None or not isinstance(before, str) else ""]
    return changes


def apply_to(service: "ServicePage", proposal: "ServiceProposal") -> None:
    """Write what `proposal` wants into `service`, in memory only."""
    for name in FIELDS:
        if name in proposal.changes:
            setattr(service, name, restored(name, proposal.changes[name][1]))


def differences(proposal: "ServiceProposal") -> list[Difference]:
    """Return what `proposal` would change, in the order of the editor."""
    service = proposal.service
    found = []
    for name in FIELDS:
        if name not in proposal.changes:
            continue
        before, after = proposal.changes[name]
        found.append(
            Difference(
                label=str(service._meta.get_field(name).verbose_name),
                before=_words(name, before),
                now=_words(name, stored(name, getattr(service, name))),
                after=_words(name, after),
            )
        )
    return found


def _words(name: str, value: Any) -> str:
    if value is None or value == "":
        return "—"
    if name in _MOMENTS:
        moment: datetime | None = parse_datetime(value)
        return cn_datetime(timezone.localtime(moment)) if moment else "—"
    if name == "fee_fen":
        return money(value)
    if name == "fee_kind":
        return str(FeeKind(value).label)
    if name == "status":
        return str(ServiceStatus(value).label)
    return str(value)
