from datetime import datetime

from django.db import transaction
from django.db.models.functions import Greatest

from accounts.models import User
from cms_pages.models import NoticePage, NoticeReceipt
from cms_pages.notices.permissions import check_sign
from events.record import record


@transaction.atomic
def sign_notice(*, notice: NoticePage, actor: User, now: datetime) -> int:
    """Sign for `notice` in the name of all bodies of `actor` that it was sent to; return how many signed now.

    Who has signed before keeps the first signature.

    Raises:
        PermissionDenied: it was sent to none of them.
    """
    signed = 0
    for body in check_sign(actor, notice):
        NoticeReceipt.objects.get_or_create(
            notice=notice, body=body, defaults={"opened_by": actor, "opened_at": now}
        )
        unsigned = NoticeReceipt.objects.filter(notice=notice, body=body, signed_at__isnull=True)
        # A clock that was set back must not run into the constraint.
        if unsigned.update(signed_by=actor, signed_at=Greatest(now, "opened_at")):
            record(actor=actor, verb="notice.signed", instance=notice, body_id=body.pk)
            signed += 1
    return signed
