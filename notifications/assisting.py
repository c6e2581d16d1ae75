"""Telling residents that an official acts for them, and what was done."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions.queue_message import queue_message
from accounts.choices import ContactKind
from communities.models import AssistedSession
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.models import Notification
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User

STARTED, ENDED = "assisted_session.started", "assisted_session.ended"


@register("assisted_notifications", wants=lambda event: event.verb in (STARTED, ENDED))
def tell(event: Event) -> None:
    """Tell the resident on the site; when it is over, by mail too, where they have one."""
    session = AssistedSession.objects.select_related("resident", "body").filter(pk=event.object_id).first()
    if session is None:
        return
    known = Notification.objects.filter(recipient=session.resident_id, kind=event.verb, event_id=event.pk)
    is_new = not known.exists()
    notify(
        actor=event.actor,
        recipients=[session.resident_id],
        kind=event.verb,
        instance=session,
        event=event,
        now=event.at,
    )
    if event.verb == ENDED and is_new and session.resident.email:
        queue_message(
            actor=event.actor,
            recipient=session.resident,
            kind=ContactKind.EMAIL,
            to=session.resident.email,
            template="assisted",
            subject=_("%(site)s：代办已结束") % {"site": settings.SITE_NAME},
            body=_(
                "%(title)s。办了什么，请看：%(address)s 。"
                "不是您同意的，请马上修改密码，并告诉社区居委会或区民政局。"
            )
            % {"title": _title(session), "address": f"{settings.SITE_URL}{reverse('assisted-list')}"},
            now=event.at,
        )


def _title(session: AssistedSession) -> str:
    words = {"body": session.body, "subject": session.subject}
    if session.ended_at is None:
        return _("%(body)s正在替您办：%(subject)s") % words
    return _("%(body)s替您办了：%(subject)s") % words


@registry.register(STARTED)
@registry.register(ENDED)
def _assisted(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what an official does or did; the resident's own sessions only."""
    keys = [row.object_id for row in notifications]
    own = AssistedSession.objects.filter(pk__in=keys, resident=reader).select_related("body", "official")
    sessions = {str(session.pk): session for session in own}
    return {
        row.pk: Wording(
            title=_title(sessions[row.object_id]),
            url=reverse("assisted-list"),
            note=_("代办人：%(official)s") % {"official": sessions[row.object_id].official.display_name},
        )
        for row in notifications
        if row.object_id in sessions
    }
