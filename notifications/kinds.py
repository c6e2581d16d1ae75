"""The single events that people can be told of, and in which role they meet them.

A topic is a group of them; whoever wants to can choose for each event apart (`notifications.preferences`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.choices import Role
from communities.models import Membership
from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User


class Audience(models.TextChoices):
    """In which role somebody is told."""

    RESIDENT = "resident", _("作为居民")
    SUPERVISOR = "supervisor", _("作为居务监督员")
    OFFICIAL = "official", _("作为工作人员")


@dataclass(frozen=True)
class Told:
    """One kind of notification.

    Attributes:
        label: what happened, as a person would say it.
        topic: the key of the topic that it belongs to; empty for “other”.
        audience: in which role people are told of it.
    """

    label: str | Promise
    topic: str = ""
    audience: Audience = Audience.RESIDENT


registry: Registry[Told] = Registry("kinds of notifications")

_OFFICIAL: Final = Audience.OFFICIAL
# By topic, in the order of the page; kinds of the apps above among them, as strings.
_KINDS: Final[dict[str, dict[str, tuple[str | Promise, Audience]]]] = {
    "notice": {
        "notice.issued": (_("订阅的地方有新公告"), Audience.RESIDENT),
        "notice.published": (_("上级发来通知"), _OFFICIAL),
        "notice.corrected": (_("上级发来的通知有更正"), _OFFICIAL),
        "notice.reminded": (_("上级催办还没有签收的通知"), _OFFICIAL),
    },
    "enquiry": {
        "enquiry.answered": (_("我的咨询有了答复"), Audience.RESIDENT),
        "enquiry.merged": (_("我的咨询并入了相同的咨询"), Audience.RESIDENT),
        "enquiry.follow_up": (_("回访：问题解决了吗"), Audience.RESIDENT),
        "enquiry.received": (_("收到新咨询"), _OFFICIAL),
        "enquiry.forwarded": (_("有咨询转到本单位"), _OFFICIAL),
        "enquiry.assigned": (_("有咨询分给我办"), _OFFICIAL),
        "enquiry.drafted": (_("答复拟好了，等待审核"), _OFFICIAL),
        "enquiry.confirmed": (_("居民确认问题已解决"), _OFFICIAL),
        "enquiry.reopened": (_("居民说没有解决，重新办理"), _OFFICIAL),
        "enquiry.due": (_("咨询快到或已过答复期限"), _OFFICIAL),
    },
    "topic": {
        "topic.replied": (_("关注的话题有新回复"), Audience.RESIDENT),
        "topic.started": (_("关注的版块或标签有新话题"), Audience.RESIDENT),
        "topic.answer_accepted": (_("我的回答被采纳"), Audience.RESIDENT),
    },
    "post": {
        "post.mentioned": (_("有人提到我"), Audience.RESIDENT),
        "post.liked": (_("有人赞我的发言"), Audience.RESIDENT),
    },
    "moderation": {
        "queue_item.approved": (_("我的发言通过审核"), Audience.RESIDENT),
        "queue_item.rejected": (_("我的发言没有通过审核"), Audience.RESIDENT),
        "sanction.silence": (_("我被禁言"), Audience.RESIDENT),
        "sanction.suspend": (_("我的账号被暂停使用"), Audience.RESIDENT),
        "sanction.lifted": (_("对我的处理提前结束"), Audience.RESIDENT),
        "appeal.upheld": (_("我的申诉：维持原处理"), Audience.RESIDENT),
        "appeal.overturned": (_("我的申诉：撤销原处理"), Audience.RESIDENT),
    },
    "service": {
        "service.issued": (_("订阅的地方有新便民服务"), Audience.RESIDENT),
        "service_proposal.approved": (_("我提议的服务已采用"), Audience.RESIDENT),
        "service_proposal.rejected": (_("我提议的服务没有采用"), Audience.RESIDENT),
        "service_proposal.submitted": (_("有人提议新的便民服务"), _OFFICIAL),
        "service.assurance_due": (_("便民服务该核对了"), _OFFICIAL),
    },
    "service_rating": {
        "service_rating.published": (_("我的评价已公开"), Audience.RESIDENT),
        "service_rating.rejected": (_("我的评价没有公开"), Audience.RESIDENT),
        "service_rating.answered": (_("我的评价有了回应"), Audience.RESIDENT),
        "service_rating.submitted": (_("收到新评价"), _OFFICIAL),
        "service_rating.changed": (_("有人改了评价"), _OFFICIAL),
    },
    "guide": {
        "guide.issued": (_("订阅的地方有新办事指南"), Audience.RESIDENT),
        "guide.review_due": (_("办事指南该核对了"), _OFFICIAL),
        "guide.review_overdue": (_("办事指南过了核对期限"), _OFFICIAL),
    },
    "disclosure": {
        "disclosure.issued": (_("订阅的地方有新公开"), Audience.RESIDENT),
        "disclosure_objection.answered": (_("我的异议有了答复"), Audience.RESIDENT),
        "disclosure_objection.corrected": (_("我提过异议的内容已更正"), Audience.RESIDENT),
        "disclosure_objection.submitted": (_("收到新异议"), _OFFICIAL),
        "disclosure_objection.unanswered": (_("异议过了答复期限"), _OFFICIAL),
    },
    "disclosure_check": {
        "disclosure_check.submitted": (_("有公开内容等我审核"), Audience.SUPERVISOR),
        "disclosure_check.passed": (_("公开内容通过审核"), _OFFICIAL),
        "disclosure_check.returned": (_("公开内容被退回"), _OFFICIAL),
        "disclosure_check.unsupervised": (_("社区没有监督员，公开内容无人审核"), _OFFICIAL),
    },
    "disclosure_duty": {
        "disclosure_duty.due_soon": (_("有公开事项快到期限"), _OFFICIAL),
        "disclosure_duty.late": (_("有公开事项过了期限"), _OFFICIAL),
        "disclosure_duty.very_late": (_("有公开事项过期很久"), _OFFICIAL),
    },
    "consultation": {
        "consultation.outcome_published": (_("我参加的意见征集有了结果"), Audience.RESIDENT),
        "opinion.published": (_("我的意见已公开"), Audience.RESIDENT),
        "opinion.hidden": (_("我的意见没有公开"), Audience.RESIDENT),
        "opinion.given": (_("收到新意见"), _OFFICIAL),
        "opinion.changed": (_("有人改了意见"), _OFFICIAL),
        "consultation.outcome_due": (_("该公布意见征集的结果了"), _OFFICIAL),
        "consultation.outcome_late": (_("意见征集的结果逾期没有公布"), _OFFICIAL),
    },
    "error_report": {
        "error_report.answered": (_("我的纠错有了答复"), Audience.RESIDENT),
        "error_report.submitted": (_("收到新纠错"), _OFFICIAL),
        "error_report.handed_on": (_("有纠错转到本单位"), _OFFICIAL),
        "error_report.due": (_("纠错快到答复期限"), _OFFICIAL),
        "error_report.overdue": (_("纠错过了答复期限"), _OFFICIAL),
        "error_report.overdue_below": (_("下级单位的纠错过了期限"), _OFFICIAL),
    },
    "assisted_session": {
        "assisted_session.started": (_("工作人员开始为我代办"), Audience.RESIDENT),
        "assisted_session.ended": (_("代办结束，办了什么"), Audience.RESIDENT),
    },
    "area": {
        "area.merged": (_("我的社区合并"), Audience.RESIDENT),
        "area.split": (_("我的社区拆分"), Audience.RESIDENT),
    },
    "saved_search": {"saved_search.found": (_("保存的搜索有新结果"), Audience.RESIDENT)},
    "referral": {
        "referral.sent": (_("收到联系单"), _OFFICIAL),
        "referral.answered": (_("联系单有了回复"), _OFFICIAL),
    },
    "queue_item": {
        "queue_item.waiting": (_("有内容等待审核超过一天"), _OFFICIAL),
        "appeal.filed": (_("收到申诉"), _OFFICIAL),
    },
    "inspection": {
        "inspection.flagged": (_("栏目自查发现问题"), _OFFICIAL),
        "page.schedule_failed": (_("定时发布没有成功"), _OFFICIAL),
    },
    "work": {"work.handed_over": (_("同事的工作交到本单位"), _OFFICIAL)},
}


def register() -> None:
    """Fill the registry."""
    for topic, kinds in _KINDS.items():
        for kind, (label, audience) in kinds.items():
            registry.register(kind)(Told(label=label, topic=topic, audience=audience))


def audiences_of(user: "User") -> list[Audience]:
    """Return the roles in which `user` may be told of something, in the order of the page."""
    rows = Membership.objects.current(today=timezone.localdate())
    is_in = {
        Audience.RESIDENT: True,
        Audience.SUPERVISOR: rows.filter(user=user, role=Role.SUPERVISOR).exists(),
        Audience.OFFICIAL: user.has_perm("wagtailadmin.access_admin"),
    }
    return [audience for audience in Audience if is_in[audience]]


def kinds_for(user: "User", topic: str) -> list[tuple[str, Told]]:
    """Return the events of the topic that concern `user`, by role."""
    audiences = audiences_of(user)
    found = [(kind, told) for kind, told in registry if told.topic == topic and told.audience in audiences]
    return sorted(found, key=lambda pair: audiences.index(pair[1].audience))
