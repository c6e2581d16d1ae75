"""Closed lists of this app."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PeopleShown(TextChoices):
    """Whether people can be recognised in a picture: not without their consent (民法典第一千零一十九条), but
    for public meetings and the like (第一千零二十条).
    """

    NOBODY = "nobody", _("没有能认出来的人")
    AGREED = "agreed", _("有人，都同意公开（未成年人由监护人同意）")
    PUBLIC = "public", _("公开的活动或会议，没有突出某个人")


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
