"""Telling whoever gets a colleague's open work."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body, Membership
from communities.permissions import standing_of
from communities.roles import Right, roles_with
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from notifications.models import Notification

HANDED_OVER = "work.handed_over"


@register("handover_notifications", wants=lambda event: event.verb == HANDED_OVER)
def tell(event: Event) -> None:
    """Tell the colleague; where the work went to the body, all who work on its pages."""
    body = Body.objects.filter(pk=event.object_id).first()
    if body is None:
        return
    name = event.changes["user"][1]
    if name is not None:
        people = set(User.objects.filter(username=name).values_list("pk", flat=True))
    else:
        members = Membership.objects.current(today=timezone.localdate(event.at)).filter(
            body=body, role__in=roles_with(Right.WRITE_PAGES)
        )
        people = set(members.order_by().values_list("user_id", flat=True))
    notify(actor=event.actor, recipients=people, kind=HANDED_OVER, instance=body, event=event, now=event.at)


@registry.register(HANDED_OVER)
def _handed_over(notifications: "Sequence[Notification]", reader: User) -> Mapping[int, Wording]:
    """Word what came, for those who still work in that body."""
    own = {str(body.pk): body for body in standing_of(reader).bodies_with(Right.WRITE_PAGES)}
    events = Event.objects.in_bulk([row.event_id for row in notifications])
    return {
        row.pk: Wording(
            title=_("%(body)s有%(count)s件没做完的工作转来")
            % {"body": own[row.object_id], "count": events[row.event_id].changes["count"][1]},
            url=reverse("wagtailadmin_home"),
            note=_("在工作台的草稿里接着做。"),
        )
        for row in notifications
        if row.object_id in own and row.event_id in events
    }
