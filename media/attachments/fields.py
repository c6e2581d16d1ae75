"""How a form takes attachments, with a script and without.

    class ReplyForm(AttachmentsForm, OnceForm):
        most_attachments = 4

    form = ReplyForm(request.POST or None, request.FILES or None, writer=request.user, owner=post_or_none)
    claim_attachments(actor=…, owner=post, keys=form.attachment_keys, most=form.most_attachments, now=now)

and in the template `enctype="multipart/form-data"`, `{% include "media/partials/attachments_field.html" %}`
after the form, and in the head `{% include "media/partials/attachments_head.html" %}`.

With the script each file is uploaded when it is chosen, dropped or pasted, and the form carries its key.
Without, files come with the form: they are stored before anything else is judged, so that a form which is
refused, previewed or kept as a draft has them still.
"""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from media.actions.add_attachment import add_attachment
from media.attachments.gate import accepted_extensions
from media.models import Attachment
from media.validation.documents import stored_name
from media.validation.images import is_picture_name

FILES_FIELD = "attachment_files"
KEYS_FIELD = "attachments"


class AttachmentsForm(forms.Form):
    """A form with attachments.

    Attributes:
        most_attachments: how many may be added; set it in `__init__` where it depends on who writes. With 0
            no field is drawn.
        pictures_only: whether documents are refused.
        attachment_errors: a sentence for each file that was refused; also among the form's errors.
    """

    most_attachments: int = 9
    pictures_only: ClassVar[bool] = False

    def __init__(self, *args: Any, writer: User, owner: models.Model | None = None, **kwargs: Any) -> None:
        """Take also who writes, and the object whose attachments are shown first (a post, a draft)."""
        super().__init__(*args, **kwargs)
        self.writer = writer
        self.attachment_owner = owner
        self.attachment_errors: list[str] = []
        self._came: list[Attachment] = []
        self._has_received = False

    def full_clean(self) -> None:
        """Store the files that came with the form, then judge the rest."""
        if self.is_bound and not self._has_received:
            self._has_received = True
            self._receive()
        super().full_clean()
        if self.is_bound:
            for error in self.attachment_errors:
                self.add_error(None, ValidationError(error, code="attachment"))

    def _receive(self) -> None:
        if len(self._kept) < len(set(self._sent)):
            self.attachment_errors.append(_("有的附件已经过期或被删除，请重新上传。"))
        files = self.files.getlist(FILES_FIELD) if hasattr(self.files, "getlist") else []
        room = self.most_attachments - len(self._kept)
        for position, upload in enumerate(files):
            if position >= room:
                self.attachment_errors.append(
                    _("最多可以附%(most)d个图片或文件，多出的没有收下。") % {"most": self.most_attachments}
                )
                break
            self._take(upload)

    def _take(self, upload: UploadedFile) -> None:
        # Where it is said that it was refused, too, nothing hides in it.
        name = stored_name(upload.name or "")
        if self.pictures_only and not is_picture_name(name):
            self.attachment_errors.append(_("“%(name)s”没有收下：这里只能附图片。") % {"name": name})
            return
        try:
            attachment = add_attachment(actor=self.writer, upload=upload, name=name, now=timezone.now())
        except (ValidationError, PermissionDenied) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.attachment_errors.append(_("“%(name)s”没有收下：%(said)s") % {"name": name, "said": said})
            return
        self._came.append(attachment)

    @cached_property
    def _kept(self) -> list[Attachment]:
        """What the form carries already, in its order; of an empty form what the owner has."""
        theirs = Attachment.objects.of(self.attachment_owner) if self.attachment_owner is not None else None
        if not self.is_bound:
            return list(theirs) if theirs is not None else []
        keys = [key for key in map(_uuid, self._sent) if key is not None]
        if not keys:
            return []
        found = Attachment.objects.waiting_of(self.writer)
        if theirs is not None:
            found = found | theirs
        rows = {row.key: row for row in found.filter(key__in=keys)}
        return [rows[key] for key in dict.fromkeys(keys) if key in rows]

    @property
    def _sent(self) -> Sequence[str]:
        return self.data.getlist(KEYS_FIELD) if hasattr(self.data, "getlist") else ()

    @property
    def shown_attachments(self) -> list[Attachment]:
        """What the form shows as added: kept from before, and come with it just now."""
        return [*self._kept, *self._came]

    @property
    def attachment_keys(self) -> list[UUID]:
        """What `claim_attachments` wants."""
        return [attachment.key for attachment in self.shown_attachments]

    @property
    def attachments_accept(self) -> str:
        """The field's `accept`."""
        return accepted_extensions(pictures_only=self.pictures_only)

    @property
    def attachment_megabytes(self) -> int:
        """The largest file that any check lets through, in MB, for the script to say before it sends."""
        return settings.PICTURE_MEGABYTES if self.pictures_only else settings.DOCUMENT_MEGABYTES


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
