"""Where notifications show up besides their own page: “我的”, the header, the officials' workbench."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import sections
from accounts.models import User
from accounts.requests import SignedInRequest
from communities import workbench
from events import timer
from notifications import kinds, topics
from notifications.actions.delete_old_notifications import delete_old_notifications
from notifications.actions.send_digest import send_digests
from notifications.models import Notification
from notifications.rendering import count_unread, grouped, visible

_SHOWN: Final = 5


def newest(request: SignedInRequest) -> dict[str, Any]:
    """Return the newest few notifications that the request's user can see, and how many are unread."""
    rows = Notification.objects.for_user(request.user)
    return {
        "groups": grouped(islice(visible(rows, reader=request.user), _SHOWN)),
        "unread": count_unread(request.user),
    }


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest unread ones for the workbench; None, so no panel, where nothing waits."""
    if not isinstance(request.user, User):
        return None
    rows = Notification.objects.for_user(request.user).unread()
    found = list(islice(visible(rows, reader=request.user), _SHOWN))
    return {"lines": found, "unread": count_unread(request.user)} if found else None


def forget(now: datetime) -> None:
    delete_old_notifications(actor=None, now=now)


def digest(now: datetime) -> None:
    send_digests(now=now)


# Their events are in `notifications.kinds`.
TOPICS: Final = {
    "notice": topics.Topic(label=_("公告"), position=10),
    "enquiry": topics.Topic(label=_("咨询和答复"), position=20),
    "topic": topics.Topic(label=_("论坛"), position=30),
    "service": topics.Topic(label=_("便民服务"), position=40),
    "guide": topics.Topic(label=_("办事指南"), position=50),
    "disclosure": topics.Topic(label=_("居务公开"), position=60),
    "consultation": topics.Topic(label=_("意见征集"), position=70),
    "post": topics.Topic(label=_("论坛里提到我、赞我"), position=35),
    "moderation": topics.Topic(label=_("发言的审核和处理"), position=36),
    "assisted_session": topics.Topic(label=_("代办"), position=80),
    "area": topics.Topic(label=_("社区合并、拆分"), position=90),
    # Only officials are told of these.
    "disclosure_duty": topics.Topic(label=_("公开时限"), for_officials=True, position=200),
    "disclosure_check": topics.Topic(label=_("公开内容的审核"), position=65),
    "error_report": topics.Topic(label=_("纠错"), position=75),
    "service_rating": topics.Topic(label=_("服务评价"), position=45),
    "referral": topics.Topic(label=_("转办单"), for_officials=True, position=210),
    "queue_item": topics.Topic(label=_("待审内容"), for_officials=True, position=220),
    "inspection": topics.Topic(label=_("栏目自查"), for_officials=True, position=230),
    "work": topics.Topic(label=_("同事交来的工作"), for_officials=True, position=240),
}


def register() -> None:
    """Fill the registries of the layers below."""
    sections.registry.register("notifications")(
        sections.Section(template="notifications/section.html", context=newest, position=10)
    )
    sections.unread_counts.register("notifications")(count_unread)
    workbench.registry.register("notifications")(
        workbench.Panel(
            title=_("站内通知"),
            template="notifications/admin/panel.html",
            context=waiting,
            position=50,
        )
    )
    kinds.register()
    for key, topic in TOPICS.items():
        topics.registry.register(key)(topic)
    timer.registry.register("notifications.digest")(timer.Job(every=timedelta(minutes=15), run=digest))
    timer.registry.register("notifications.delete_old")(timer.Job(every=timedelta(days=1), run=forget))
