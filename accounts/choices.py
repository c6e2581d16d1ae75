"""The closed lists of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactKind(models.TextChoices):
    """How a person is reached."""

    PHONE = "phone", _("手机号")
    EMAIL = "email", _("电子邮箱")


class CodePurpose(models.TextChoices):
    """What a code that was sent is good for."""

    CONFIRM = "confirm", _("确认联系方式")
    RESET = "reset", _("重设密码")
    ASSIST = "assist", _("同意代办")


class ConsentPurpose(models.TextChoices):
    """What people agree to, each for itself."""

    PRIVACY = "privacy", _("隐私说明")
    REAL_NAME = "real_name", _("保存姓名和证件号")
    GUARDIAN = "guardian", _("监护人同意")


class MessageState(models.TextChoices):
    PENDING = "pending", _("待发送")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
