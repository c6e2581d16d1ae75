"""The closed lists of this app."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads, starts or replies in a board."""

    EVERYBODY = "everybody", _("所有人")
    MEMBERS = "members", _("登录的成员")
    RESIDENTS = "residents", _("本区域的居民和工作人员")
    OFFICIALS = "officials", _("工作人员")


class Moderation(models.TextChoices):
    """When a moderator looks at what is written in a board."""

    AFTER = "after", _("先发后审")
    RISK = "risk", _("有风险的先审后发")
    BEFORE = "before", _("一律先审后发")


class TopicKind(models.TextChoices):
    DISCUSSION = "discussion", _("讨论")
    QUESTION = "question", _("求助")
    POLL = "poll", _("投票")
    ENQUIRY = "enquiry", _("咨询投诉")


# What people may start as a topic, by a board's setting; an enquiry has a form and a desk of its own.
STARTABLE: Final = (TopicKind.DISCUSSION, TopicKind.QUESTION, TopicKind.POLL)


class Tagging(models.TextChoices):
    """Which tags the topics of a board may have."""

    FREE = "free", _("自由填写")
    OFFERED = "offered", _("只能选下面列出的")
    NONE = "none", _("不用标签")


class State(models.TextChoices):
    """Where a topic or a post is; everybody sees `PUBLISHED` alone."""

    PUBLISHED = "published", _("公开")
    PENDING = "pending", _("待审核")
    REJECTED = "rejected", _("未通过")
    HIDDEN = "hidden", _("已隐藏")
    DELETED = "deleted", _("已删除")


# Of these a reader sees that something was here, and not what.
TRACES: Final = (State.HIDDEN, State.DELETED)


class WatchLevel(models.TextChoices):
    WATCH = "watch", _("关注")
    MUTE = "mute", _("不再提醒")


class Trust(models.IntegerChoices):
    """What a member has earned by conduct, from nothing upwards."""

    NEW = 0, _("新成员")
    KNOWN = 1, _("成员")
    TRUSTED = 2, _("老成员")
    REGULAR = 3, _("常客")


class Deed(models.TextChoices):
    """What was done to a topic as a whole; a line between its posts says so."""

    LOCKED = "locked", _("锁定了话题")
    UNLOCKED = "unlocked", _("解除了锁定")
    PINNED = "pinned", _("置顶了话题")
    UNPINNED = "unpinned", _("取消了置顶")
    MOVED = "moved", _("移动了话题")
    SPLIT = "split", _("把一部分回帖拆成了新话题")
    MERGED = "merged", _("把另一个话题并了进来")
    RENAMED = "renamed", _("修改了标题")


class Purpose(models.TextChoices):
    """What somebody wants of a body."""

    ASK = "ask", _("咨询")
    SUGGEST = "suggest", _("建议")
    HELP = "help", _("求助")
    COMPLAIN = "complain", _("投诉")


class EnquiryState(models.TextChoices):
    """Where an enquiry is."""

    RECEIVED = "received", _("已受理")
    ASSIGNED = "assigned", _("办理中")
    SIGNING = "signing", _("待签发")
    ANSWERED = "answered", _("已答复")
    CONFIRMED = "confirmed", _("已办结")
    REOPENED = "reopened", _("重新办理")
    MERGED = "merged", _("已并案")


# In these the clock runs.
OPEN_STATES: Final = (
    EnquiryState.RECEIVED,
    EnquiryState.ASSIGNED,
    EnquiryState.SIGNING,
    EnquiryState.REOPENED,
)
# What may follow what; each verb asks this table.
ENQUIRY_MOVES: Final = {
    EnquiryState.RECEIVED: {
        EnquiryState.ASSIGNED,
        EnquiryState.SIGNING,
        EnquiryState.ANSWERED,
        EnquiryState.RECEIVED,
        EnquiryState.MERGED,
    },
    EnquiryState.ASSIGNED: {
        EnquiryState.ASSIGNED,
        EnquiryState.RECEIVED,
        EnquiryState.SIGNING,
        EnquiryState.ANSWERED,
        EnquiryState.MERGED,
    },
    EnquiryState.SIGNING: {EnquiryState.ANSWERED, EnquiryState.ASSIGNED},
    EnquiryState.ANSWERED: {EnquiryState.CONFIRMED, EnquiryState.REOPENED},
    EnquiryState.REOPENED: {
        EnquiryState.ASSIGNED,
        EnquiryState.RECEIVED,
        EnquiryState.SIGNING,
        EnquiryState.ANSWERED,
        EnquiryState.MERGED,
    },
    EnquiryState.CONFIRMED: set(),
    EnquiryState.MERGED: set(),
}


class Step(models.TextChoices):
    """What happened to an enquiry, line by line."""

    RECEIVED = "received", _("受理")
    ASSIGNED = "assigned", _("交办")
    FORWARDED = "forwarded", _("转办")
    DRAFTED = "drafted", _("拟稿送签")
    RETURNED = "returned", _("退回修改")
    ANSWERED = "answered", _("答复")
    CONFIRMED = "confirmed", _("确认办结")
    REOPENED = "reopened", _("要求重新办理")
    MERGED = "merged", _("并案")
    NOTED = "noted", _("内部备注")
    FOLLOWED_UP = "followed_up", _("四周回访")


class ReferralState(models.TextChoices):
    """Where a 联系单 between offices is."""

    SENT = "sent", _("已发出")
    RECEIVED = "received", _("已签收")
    ANSWERED = "answered", _("已回复")
    CLOSED = "closed", _("已办结")
