"""Notifications about notices: who is told, by consumers of events, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.choices import Audience
from cms_pages.models import NoticePage
from cms_pages.notices.recipients import officials_of, recipients
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

_TOLD = frozenset({"notice.published", "notice.corrected"})


@register("notice_notifications", wants=lambda event: event.verb in _TOLD)
def tell(event: Event) -> None:
    """Tell officials of a notice that was sent to their body."""
    notice = NoticePage.objects.select_related("body_owner").filter(pk=event.object_id).first()
    if notice is None or not notice.live or notice.audience != Audience.COMMITTEES:
        return
    today = timezone.localdate(event.at)
    people = officials_of(recipients(notice, today=today), today=today)
    notify(
        actor=event.actor,
        recipients=people,
        kind=event.verb,
        instance=notice,
        event=event,
        now=event.at,
        is_urgent=notice.is_urgent,
    )


def _received(template: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for notices that were sent to the reader's body."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        keys = {row.object_id for row in notifications}
        visible = NoticePage.objects.visible_to(reader).filter(pk__in=keys, audience=Audience.COMMITTEES)
        found = {str(notice.pk): notice for notice in visible.select_related("body_owner")}
        return {
            row.pk: Wording(
                title=_(template) % {"title": found[row.object_id].title},
                url=reverse("received_notices:read", args=[row.object_id]),
                note=str(found[row.object_id].body_owner),
            )
            for row in notifications
            if row.object_id in found
        }

    return words


registry.register("notice.published")(_received("收到公告：%(title)s"))
registry.register("notice.corrected")(_received("公告有更正：%(title)s"))
registry.register("notice.reminded")(_received("请签收公告：%(title)s"))
