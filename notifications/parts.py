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
from notifications.actions.delete_old_notifications import delete_old_notifications
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
    timer.registry.register("notifications.delete_old")(timer.Job(every=timedelta(days=1), run=forget))
