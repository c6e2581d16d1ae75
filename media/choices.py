"""Closed lists of this app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AttachmentKind(TextChoices):
    """What an attachment is shown as."""

    PICTURE = "picture", _("图片")
    DOCUMENT = "document", _("文件")


class AttachmentState(TextChoices):
    """What became of an attachment: uploaded, belonging to something, withdrawn but kept, gone."""

    UNCLAIMED = "unclaimed", _("待使用")
    CLAIMED = "claimed", _("使用中")
    HELD = "held", _("已撤下并留存")
    REMOVED = "removed", _("已删除")
