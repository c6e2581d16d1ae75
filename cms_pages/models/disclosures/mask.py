"""Personal data that was taken out of a disclosure."""

import base64
import json
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from cms_pages.querysets.disclosure_records import DisclosureMaskQuerySet
from media.models import Document, Image

LONGEST_MASKED = 500
LONGEST_REASON = 100
# A mistake is noticed in that time; afterwards what is needed to undo it is deleted.
TIME_TO_LIFT = timedelta(days=30)


class DisclosureMask(models.Model):
    """That words, a file, a picture, or cells of tables were taken out of every version of a disclosure, for
    a public reason.

    What it was is no longer in the page, its versions or revisions: this row alone keeps it, for the
    roles that `permissions.can_read_masked` names, and each reading is an event.
    """

    page = models.ForeignKey("cms_pages.DisclosurePage", on_delete=models.PROTECT, related_name="masks")
    text = models.TextField(_("隐去的内容"), blank=True)
    document = models.ForeignKey(
        "media.Document",
        verbose_name=_("隐去的附件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    picture = models.ForeignKey(
        "media.Image",
        verbose_name=_("隐去的图片"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Where the file or picture lay before it was put away.
    folder = models.ForeignKey(
        "wagtailcore.Collection", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(
        _("理由"),
        max_length=LONGEST_REASON,
        help_text=_("会公开。写为什么隐去，不要写隐去了什么。如“居民身份证号，依法不得公开”。"),
    )
    masked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    masked_at = models.DateTimeField(_("隐去时间"))

    # What was changed where (`disclosures.stored.Patch`), for thirty days.
    undo = EncryptedTextField(_("恢复用的原文"), blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    lift_reason = models.CharField(
        _("恢复的理由"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("会公开。如“误把公开的电话当成个人电话”。"),
    )

    objects = DisclosureMaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人信息隐去")
        verbose_name_plural = _("个人信息隐去")
        ordering = ["-masked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="disclosure_mask_has_reason"),
            models.CheckConstraint(
                condition=Q(text="", document__isnull=False, picture__isnull=True)
                | Q(text="", document__isnull=True, picture__isnull=False)
                | (~Q(text="") & Q(document__isnull=True, picture__isnull=True)),
                name="disclosure_mask_text_or_file",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="disclosure_mask_lifted_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.reason}"

    @property
    def file(self) -> Document | Image | None:
        """The file or picture that was taken out; None where it was words or cells."""
        return self.document or self.picture

    def remember(self, changed: Iterable[Any]) -> None:
        """Keep what is needed to take it back: the same tables stand in every version, so it is packed."""
        packed = zlib.compress(json.dumps(list(changed), ensure_ascii=False).encode())
        self.undo = base64.b64encode(packed).decode("ascii")

    def remembered(self) -> list[Any]:
        """Return the patches that take it back; none when they were forgotten."""
        return json.loads(zlib.decompress(base64.b64decode(self.undo))) if self.undo else []

    def can_be_lifted(self, now: datetime) -> bool:
        """Return whether it is in force and young enough to be taken back at `now`."""
        return self.lifted_at is None and bool(self.undo) and now < self.masked_at + TIME_TO_LIFT
