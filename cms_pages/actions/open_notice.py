from datetime import datetime

from django.db import transaction

from accounts.models import User
from cms_pages.models import NoticePage, NoticeReceipt
from cms_pages.notices.permissions import bodies_that_receive
from events.record import record


@transaction.atomic
def open_notice(*, notice: NoticePage, actor: User, now: datetime) -> list[NoticeReceipt]:
    """Remember that the bodies of `actor` that `notice` was sent to have opened it; return their receipts.

    The first person of a body counts; two at once make one row, by its constraint.
    """
    receipts = []
    for body in bodies_that_receive(actor, notice):
        receipt, created = NoticeReceipt.objects.get_or_create(
            notice=notice, body=body, defaults={"opened_by": actor, "opened_at": now}
        )
        if created:
            record(actor=actor, verb="notice.opened", instance=notice, body_id=body.pk)
        receipts.append(receipt)
    return receipts
