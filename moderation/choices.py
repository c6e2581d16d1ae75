"""The closed lists of this app, and which states follow which."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Treatment(models.TextChoices):
    """What a screened word does to a text, the mildest first."""

    MASK = "mask", _("用＊代替")
    QUEUE = "queue", _("先审后发")
    BLOCK = "block", _("不能发布")


# The strictest of several hits counts.
SEVERITY: Final[Mapping[str, int]] = {Treatment.MASK: 1, Treatment.QUEUE: 2, Treatment.BLOCK: 3}


class Cause(models.TextChoices):
    """Why something is in the queue."""

    BOARD = "board", _("版块先审后发")
    NEWCOMER = "newcomer", _("新成员")
    LINKS = "links", _("含多个链接")
    WORDS = "words", _("含需审核的词")
    FIRST = "first", _("先审后公开")
    EDITED = "edited", _("审核后又修改")
    REPORTED = "reported", _("被举报")
    MODERATOR = "moderator", _("版主处理")


class ItemState(models.TextChoices):
    """Where something in the queue is."""

    WAITING = "waiting", _("待审核")
    APPROVED = "approved", _("已通过")
    REJECTED = "rejected", _("不通过")
    # It went away by itself: its author took it back, or it was merged into another.
    GONE = "gone", _("已撤回")


class Verdict(models.TextChoices):
    APPROVE = "approve", _("通过")
    REJECT = "reject", _("不通过")


VERDICT_STATE: Final[Mapping[Verdict, ItemState]] = {
    Verdict.APPROVE: ItemState.APPROVED,
    Verdict.REJECT: ItemState.REJECTED,
}


class ReportReason(models.TextChoices):
    """What somebody finds wrong with what somebody else wrote."""

    ABUSE = "abuse", _("辱骂、人身攻击")
    PRIVACY = "privacy", _("泄露他人隐私")
    RUMOUR = "rumour", _("不实信息")
    ADVERT = "advert", _("广告、刷屏")
    UNLAWFUL = "unlawful", _("违法违规")
    OTHER = "other", _("其他")


class ReportState(models.TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("属实，已处理")
    DISMISSED = "dismissed", _("不属实")


class SanctionKind(models.TextChoices):
    """What somebody may not do for a time."""

    SILENCE = "silence", _("禁言")
    SUSPEND = "suspend", _("停用")


class AppealState(models.TextChoices):
    WAITING = "waiting", _("待复核")
    UPHELD = "upheld", _("维持原处理")
    OVERTURNED = "overturned", _("撤销原处理")


class LogAction(models.TextChoices):
    """What moderators do, as the public log words it."""

    APPROVED = "approved", _("审核通过")
    REJECTED = "rejected", _("审核不通过")
    UNDONE = "undone", _("撤销处理")
    HIDDEN = "hidden", _("隐藏")
    RESTORED = "restored", _("恢复显示")
    DELETED = "deleted", _("删除")
    LOCKED = "locked", _("锁定")
    UNLOCKED = "unlocked", _("解除锁定")
    PINNED = "pinned", _("置顶")
    UNPINNED = "unpinned", _("取消置顶")
    MOVED = "moved", _("移动")
    MERGED = "merged", _("合并")
    SPLIT = "split", _("拆分")
    SILENCED = "silenced", _("禁言")
    SUSPENDED = "suspended", _("停用")
    LIFTED = "lifted", _("提前解除")
    APPEAL_UPHELD = "appeal_upheld", _("申诉：维持")
    APPEAL_OVERTURNED = "appeal_overturned", _("申诉：撤销")
