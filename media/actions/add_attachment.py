from datetime import datetime, timedelta
from typing import IO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from media.attachments.gate import check, discard, store
from media.models import Attachment
from media.permissions import check_add_attachment

DAY: Final = timedelta(days=1)


def add_attachment(*, actor: User, upload: IO[bytes], name: str, now: datetime) -> Attachment:
    """Check, clean and store a file that `actor` uploads; until something claims it, it is theirs alone.

    The file is decoded outside any transaction, as that takes a second or two.

    Args:
        actor: who uploads it.
        upload: the file, read from its beginning.
        name: as the browser sent it.
        now: the present moment.

    Raises:
        PermissionDenied: they may not upload.
        ValidationError: the file can't be taken, or the day's quota is used up; nothing is left in storage.
    """
    check_add_attachment(actor)
    _check_quota(actor, more=0, now=now)
    checked = check(upload, name)
    names = store(checked)
    try:
        with transaction.atomic():
            # Two uploads at once would each see the other's absence.
            User.objects.select_for_update().get(pk=actor.pk)
            _check_quota(actor, more=checked.size, now=now)
            attachment = Attachment.objects.create(
                uploader=actor,
                kind=checked.kind,
                name=checked.name,
                content_type=checked.content_type,
                size=checked.size,
                sha256=checked.sha256,
                width=checked.width,
                height=checked.height,
                uploaded_at=now,
                **names,
            )
            record(actor=actor, verb="attachment.added", instance=attachment, now=now)
    except BaseException:
        discard(names.values())
        raise
    return attachment


def _check_quota(actor: User, *, more: int, now: datetime) -> None:
    """Refuse one file more, of `more` bytes, than a day has."""
    used = Attachment.objects.uploaded_since(actor, now - DAY)
    if used.count() >= settings.ATTACHMENTS_PER_DAY:
        raise ValidationError(
            _("24小时内最多上传%(most)d个文件，请过些时候再传。") % {"most": settings.ATTACHMENTS_PER_DAY},
            code="quota",
        )
    size = (used.aggregate(size=Sum("size"))["size"] or 0) + more
    if size > settings.ATTACHMENT_MEGABYTES_PER_DAY * 1024 * 1024:
        raise ValidationError(
            _("24小时内上传的文件总共不能超过%(most)d MB，请过些时候再传。")
            % {"most": settings.ATTACHMENT_MEGABYTES_PER_DAY},
            code="quota",
        )
