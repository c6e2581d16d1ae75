"""What residents add to what they write."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from media.choices import AttachmentKind, AttachmentState
from media.querysets import AttachmentQuerySet


class Attachment(models.Model):
    """A picture or document that somebody uploaded for something that they write: a post, an enquiry.

    It belongs to nothing (`unclaimed`) until the verb that saves the post claims it, and only its uploader
    sees it. Then whoever may read its owner may read it. Its files lie in storage under names that nobody
    can guess and are handed out by `media.views.attachments` alone.
    """

    key = models.UUIDField(_("地址编号"), default=uuid4, unique=True, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=AttachmentKind.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=AttachmentState.choices, default=AttachmentState.UNCLAIMED
    )
    # The name that it came with, without a path and what could deceive; and how its content says it ends.
    name = models.CharField(_("文件名"), max_length=120)
    content_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("字节数"))
    # Of the bytes that are stored, in hexadecimal.
    sha256 = models.CharField(_("摘要"), max_length=64)
    width = models.PositiveIntegerField(_("宽"), null=True, blank=True)
    height = models.PositiveIntegerField(_("高"), null=True, blank=True)
    # Storage names; empty when the files are gone. `large` and `small` are a picture's sizes for pages.
    file = models.CharField(max_length=100, blank=True)
    large = models.CharField(max_length=100, blank=True)
    small = models.CharField(max_length=100, blank=True)
    # The owner's `app.model` and key: apps above are not known here.
    owner_kind = models.CharField(max_length=60, blank=True)
    owner_id = models.PositiveBigIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    hold_reason = models.CharField(_("留存理由"), max_length=200, blank=True)
    # Empty while somebody who ordered it has to end it.
    hold_until = models.DateTimeField(_("留存到"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id", "position"], name="attachment_owner"),
            models.Index(fields=["uploader", "uploaded_at"], name="attachment_quota"),
            models.Index(fields=["state", "uploaded_at"], name="attachment_sweep"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=AttachmentState.UNCLAIMED, owner_kind="", owner_id__isnull=True)
                | models.Q(state__in=[AttachmentState.CLAIMED, AttachmentState.HELD], owner_id__isnull=False)
                & ~models.Q(owner_kind="")
                | models.Q(state=AttachmentState.REMOVED),
                name="attachment_claimed_has_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AttachmentState.REMOVED) | ~models.Q(file=""),
                name="attachment_has_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=AttachmentState.HELD) | ~models.Q(hold_reason=""),
                name="attachment_held_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[AttachmentState.HELD, AttachmentState.REMOVED], removed_at__isnull=False
                )
                | models.Q(
                    state__in=[AttachmentState.UNCLAIMED, AttachmentState.CLAIMED], removed_at__isnull=True
                ),
                name="attachment_removed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where it is downloaded."""
        return reverse("attachment-download", args=[self.key])

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.kind == AttachmentKind.PICTURE

    @property
    def extension(self) -> str:
        """How its name ends, as capitals without the dot; templates choose an icon by it."""
        return self.name.rpartition(".")[2].upper()

    @property
    def files(self) -> list[str]:
        """The names in storage."""
        return [name for name in (self.file, self.large, self.small) if name]

    @property
    def large_url(self) -> str:
        """Where the picture is to be had, at most 1280 pixels wide and high."""
        return reverse("attachment-picture", args=[self.key, "large"])

    @property
    def small_url(self) -> str:
        """Where the picture is to be had, at most 480 pixels wide and high."""
        return reverse("attachment-picture", args=[self.key, "small"])
