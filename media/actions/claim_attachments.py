from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.querysets import kind_of
from events.record import record
from media.attachments.removal import take_away
from media.choices import AttachmentState
from media.models import Attachment


@transaction.atomic
def claim_attachments(
    *,
    actor: User,
    owner: models.Model,
    keys: Sequence[UUID],
    most: int,
    now: datetime,
    handed_over_by: models.Model | None = None,
) -> list[Attachment]:
    """Make `keys` the attachments of `owner`, in that order; what it had besides is removed.

    Call it in the transaction that saves the owner, when that is new and whenever it is changed. Sent twice,
    the second changes nothing.

    Args:
        actor: who writes. Only what they uploaded themselves, and what the owner has already, can be claimed.
        owner: a saved object whose kind is in `media.attachments.owners.registry`.
        keys: `Attachment.key`, in the order in which they are shown.
        most: how many the owner may have.
        now: the present moment.
        handed_over_by: an object whose attachments may be taken over, which the caller has checked: the
            actor's own draft, or an answer that a colleague has drafted.

    Raises:
        ValidationError: there are too many, or one is unknown, somebody else's or gone.
    """
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > most:
        raise ValidationError(
            _("最多可以附%(most)d个图片或文件。") % {"most": most} if most else _("这里还不能附图片或文件。"),
            code="too_many",
        )
    kind = kind_of(owner)
    theirs = models.Q(state=AttachmentState.CLAIMED, owner_kind=kind, owner_id=owner.pk)
    claimable = theirs | models.Q(state=AttachmentState.UNCLAIMED, uploader=actor)
    if handed_over_by is not None:
        claimable |= models.Q(
            state=AttachmentState.CLAIMED,
            owner_kind=kind_of(handed_over_by),
            owner_id=handed_over_by.pk,
        )
    rows = Attachment.objects.select_for_update().filter(claimable, key__in=wanted).order_by("pk")
    found = {row.key: row for row in rows}
    if len(found) < len(wanted):
        raise ValidationError(_("有的附件已经过期或被删除，请重新上传。"), code="unknown")
    dropped = Attachment.objects.filter(theirs).exclude(key__in=wanted)
    take_away(dropped, actor=actor, now=now)
    attachments = [found[key] for key in wanted]
    for position, attachment in enumerate(attachments):
        is_new = (attachment.owner_kind, attachment.owner_id) != (kind, owner.pk)
        if not is_new and attachment.position == position:
            continue
        attachment.state, attachment.position = AttachmentState.CLAIMED, position
        attachment.owner_kind, attachment.owner_id = kind, owner.pk
        attachment.save(update_fields=["state", "position", "owner_kind", "owner_id"])
        if is_new:
            record(actor=actor, verb="attachment.claimed", instance=attachment, now=now)
    return attachments
