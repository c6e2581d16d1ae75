"""What officials received: notices with the state of their own receipts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cms_pages.models.notices.receipt import NoticeReceipt
from communities.models import Body

if TYPE_CHECKING:
    from cms_pages.models import NoticePage


def received_rows(notices: "Iterable[NoticePage]", bodies: Sequence[Body]) -> list[dict[str, Any]]:
    """Return each notice with what `bodies` have done with it; one query."""
    notices = list(notices)
    receipts: dict[int, list[NoticeReceipt]] = {}
    for row in NoticeReceipt.objects.filter(notice__in=notices, body__in=bodies):
        receipts.setdefault(row.notice_id, []).append(row)
    return [{"notice": notice, "state": _state(receipts.get(notice.pk, []))} for notice in notices]


def _state(receipts: list[NoticeReceipt]) -> str:
    if not receipts:
        return "unopened"
    return "signed" if all(receipt.signed_at for receipt in receipts) else "opened"
