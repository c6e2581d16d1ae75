"""The closed lists of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import Level


class NoticeKind(models.TextChoices):
    """What a notice is about."""

    GENERAL = "general", _("通知公告")
    OUTAGE = "outage", _("停水停电停气")
    WORKS = "works", _("施工与出行")
    HEALTH = "health", _("卫生健康")
    SAFETY = "safety", _("安全提醒")
    EVENT = "event", _("活动预告")
    RECRUITMENT = "recruitment", _("招聘招募")
    MEETING = "meeting", _("会议通知")
    PUBLICITY = "publicity", _("公示")


class Audience(models.TextChoices):
    """Whom a notice is for, always within the publisher's area."""

    EVERYONE = "everyone", _("本辖区全体居民")
    STREETS = "streets", _("指定街道的居民")
    COMMUNITIES = "communities", _("指定社区的居民")
    COMMITTEES = "committees", _("仅发社区和街道")


# Whom a body may address, by the level of its area; a committee has only its own residents.
AUDIENCES_OF_LEVEL: dict[Level, tuple[Audience, ...]] = {
    Level.DISTRICT: (Audience.EVERYONE, Audience.STREETS, Audience.COMMUNITIES, Audience.COMMITTEES),
    Level.STREET: (Audience.EVERYONE, Audience.COMMUNITIES, Audience.COMMITTEES),
    Level.COMMUNITY: (Audience.EVERYONE,),
}

# Levels of the areas that may be picked for an audience. For committees, none picked means all of them.
LEVELS_OF_AUDIENCE: dict[Audience, tuple[Level, ...]] = {
    Audience.EVERYONE: (),
    Audience.STREETS: (Level.STREET,),
    Audience.COMMUNITIES: (Level.COMMUNITY,),
    Audience.COMMITTEES: (Level.STREET, Level.COMMUNITY),
}


class FeeKind(models.TextChoices):
    """What a matter costs."""

    FREE = "free", _("不收费")
    FIXED = "fixed", _("收固定金额")
    VARIES = "varies", _("按情况收费")


class ReviewPeriod(models.IntegerChoices):
    """After how many months a guide must be read through again."""

    QUARTER = 3, _("每3个月")
    HALF_YEAR = 6, _("每6个月")
    YEAR = 12, _("每12个月")


class ServiceStatus(models.TextChoices):
    """Whether a service runs as its record says."""

    NORMAL = "normal", _("正常服务")
    CHANGED = "changed", _("服务有变动")
    LIMITED = "limited", _("部分受限")


class ServiceNeed(models.TextChoices):
    """Whom a service is made for, beside an age."""

    DISABLED = "disabled", _("残疾人")
    POOR = "poor", _("低保低收入家庭")
    CARE = "care", _("失能失智老人")
    ALONE = "alone", _("独居空巢老人")
    CHILD = "child", _("有孩子要照看")
    PREGNANT = "pregnant", _("孕产妇")
    VETERAN = "veteran", _("退役军人和优抚对象")
    JOBLESS = "jobless", _("找工作的人")
    NEWCOMER = "newcomer", _("外来务工人员")


class RatingState(models.TextChoices):
    """Where a resident's rating is on its way to the page."""

    PENDING = "pending", _("待审核")
    PUBLISHED = "published", _("已公开")
    REJECTED = "rejected", _("未通过")


# What the publisher's officials may decide. Whoever rates again begins at “pending”.
RATING_MOVES: dict[RatingState, frozenset[RatingState]] = {
    RatingState.PENDING: frozenset({RatingState.PUBLISHED, RatingState.REJECTED}),
    RatingState.PUBLISHED: frozenset({RatingState.REJECTED}),
    RatingState.REJECTED: frozenset({RatingState.PUBLISHED}),
}


class ProposalState(models.TextChoices):
    """What became of a change that a provider proposed; only one that waits can still be decided."""

    WAITING = "waiting", _("待审核")
    APPROVED = "approved", _("已采纳")
    REJECTED = "rejected", _("未采纳")


class CheckState(models.TextChoices):
    """What became of one submission of a disclosure to its supervisors."""

    WAITING = "waiting", _("待审核")
    PASSED = "passed", _("已通过")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


class ObjectionState(models.TextChoices):
    """Where an objection to a disclosure stands."""

    WAITING = "waiting", _("待答复")
    OVERDUE = "overdue", _("超期未答复")
    ANSWERED = "answered", _("已答复")
    CORRECTING = "correcting", _("已答复，将更正")
    CORRECTED = "corrected", _("已更正")


class WordsState(models.TextChoices):
    """Whether everybody may read the words of an objection once it is answered."""

    SHOWN = "shown", _("随答复公开")
    WAITING = "waiting", _("待审核")
    WITHHELD = "withheld", _("不公开")


class ConsultationState(models.TextChoices):
    """Where a published consultation is at a moment; time and its outcome say so, nobody sets it."""

    COMING = "coming", _("即将开始")
    OPEN = "open", _("正在征集")
    CLOSED = "closed", _("已结束，结果待公布")
    OUTCOME = "outcome", _("已公布结果")


class ConsultationAudience(models.TextChoices):
    """Who may give an opinion."""

    RESIDENTS = "residents", _("本辖区居民（登录并加入社区）")
    MEMBERS = "members", _("全区居民（登录并加入社区）")
    EVERYBODY = "everybody", _("任何人，不用登录")


class OpinionDisplay(models.TextChoices):
    """Whether others read the opinions of residents."""

    REVIEWED = "reviewed", _("审核后公开")
    AT_ONCE = "at_once", _("提交即公开")
    NEVER = "never", _("不公开，只给征集单位看")


class OpinionState(models.TextChoices):
    """Where an opinion is on its way to the page. What was given under “不公开” stays “received” for ever."""

    RECEIVED = "received", _("已收到，不公开")
    PENDING = "pending", _("待审核")
    PUBLISHED = "published", _("已公开")
    HIDDEN = "hidden", _("未公开")


# What the publisher's officials may decide. An opinion that is changed begins again.
OPINION_MOVES: dict[OpinionState, frozenset[OpinionState]] = {
    OpinionState.RECEIVED: frozenset(),
    OpinionState.PENDING: frozenset({OpinionState.PUBLISHED, OpinionState.HIDDEN}),
    OpinionState.PUBLISHED: frozenset({OpinionState.HIDDEN}),
    OpinionState.HIDDEN: frozenset({OpinionState.PUBLISHED}),
}


class StaffField(models.TextChoices):
    """What of a person a staff page may show, each with a consent of its own."""

    NAME = "name", _("姓名")
    PHONE = "phone", _("手机或直线电话")
    HOURS = "hours", _("在岗时间")
    PHOTO = "photo", _("照片")


class ErrorKind(models.TextChoices):
    """What is wrong with a page, in the words of whoever reads it."""

    OUTDATED = "outdated", _("内容过时")
    WRONG = "wrong", _("信息错误")
    SPELLING = "spelling", _("错别字")
    LINK = "link", _("链接打不开")
    ACCESS = "access", _("看不清，或读屏软件读不了")
    OTHER = "other", _("其他")


class ErrorReportState(models.TextChoices):
    """What became of a report of an error; only an open one can still be answered or handed on."""

    OPEN = "open", _("待处理")
    FIXED = "fixed", _("已改正")
    NO_ERROR = "no_error", _("核实无误")
    SPAM = "spam", _("垃圾信息")


# What a body tells the reporter; spam gets no answer and counts nowhere.
ANSWERED_STATES = frozenset({ErrorReportState.FIXED, ErrorReportState.NO_ERROR})


class WordKind(models.TextChoices):
    """What a Word document can become."""

    NOTICE = "notice", _("公告")
    CONSULTATION = "consultation", _("意见征集")
    GUIDE = "guide", _("办事指南")
    SERVICE = "service", _("便民服务")
    DISCLOSURE = "disclosure", _("居务公开")
