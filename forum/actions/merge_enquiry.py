from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import EnquiryState, Step, WatchLevel
from forum.enquiries import check_handle, check_move, note_step
from forum.models import Enquiry, Watch
from forum.publishing import tell
from forum.settling import locked_enquiry


@transaction.atomic
def merge_enquiry(*, actor: User, enquiry: Enquiry, into: Enquiry, now: datetime) -> Enquiry:
    """Settle an enquiry with another of the same matter; who asked is led there and told of the answer.

    A private one is never merged into a public one's hands, nor a public one into a private.

    Raises:
        PermissionDenied: another body answers one of them.
        ValidationError: the same one, one that is settled, or one is private.
    """
    rows = {pk: locked_enquiry(Enquiry(pk=pk)) for pk in sorted((enquiry.pk, into.pk))}
    row, kept = rows[enquiry.pk], rows[into.pk]
    check_handle(actor, row)
    check_handle(actor, kept)
    if row.pk == kept.pk or kept.state == EnquiryState.MERGED:
        raise ValidationError({"into": _("请填另一件还没有并案的编号。")})
    if row.topic.is_private or kept.topic.is_private:
        raise ValidationError({"into": _("不公开的咨询要分别答复，不能并案。")})
    check_move(row, EnquiryState.MERGED)
    row.state, row.merged_into, row.closed_at = EnquiryState.MERGED, kept, now
    row.save(update_fields=["state", "merged_into", "closed_at"])
    Watch.objects.get_or_create(
        user_id=row.topic.author_id, topic=kept.topic, defaults={"level": WatchLevel.WATCH}
    )
    note_step(row, Step.MERGED, actor=actor, body=row.body, note=_("与 %s 一并答复") % kept.number, now=now)
    note_step(kept, Step.MERGED, actor=actor, body=row.body, note=_("%s 并入本件") % row.number, now=now)
    tell(actor=actor, verb="enquiry.merged", instance=row, topic=row.topic, now=now)
    return kept
