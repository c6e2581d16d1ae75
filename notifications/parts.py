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
from notifications import topics
from notifications.actions.delete_old_notifications import delete_old_notifications
from notifications.actions.send_digest import send_digests
from notifications.models import Notification
from notifications.rendering import count_unread, visible

_SHOWN: Final = 5


def newest(request: SignedInRequest) -> dict[str, Any]:
    """Return the newest few notifications that the request's user can see, and how many are unread."""
    rows = Notification.objects.for_user(request.user)
    return {
        "lines": list(islice(visible(rows, reader=request.user), _SHOWN)),
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


# By the noun that kinds of the apps above begin with.
TOPICS: Final = {
    "notice": topics.Topic(label=_("公告"), position=10),
    "enquiry": topics.Topic(label=_("咨询和答复"), position=20),
    "topic": topics.Topic(label=_("论坛"), position=30),
    "service": topics.Topic(label=_("便民服务"), position=40),
    "guide": topics.Topic(label=_("办事指南"), position=50),
    "disclosure": topics.Topic(label=_("居务公开"), position=60),
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
    for key, topic in TOPICS.items():
        topics.registry.register(key)(topic)
    timer.registry.register("notifications.digest")(timer.Job(every=timedelta(minutes=15), run=digest))
    timer.registry.register("notifications.delete_old")(timer.Job(every=timedelta(days=1), run=forget))
