"""Telling a body's officials what the site's inspection of itself holds against them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Body, InspectionFinding, Membership
from communities.permissions import standing_of
from communities.roles import Right, roles_with
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

FLAGGED = "inspection.flagged"
MOST_NAMED = 3


@register("inspection_notifications", wants=lambda event: event.verb == FLAGGED)
def tell(event: Event) -> None:
    """Tell the body's officials, once for all that one look found against it."""
    body = Body.objects.filter(pk=event.object_id).first()
    if body is None:
        return
    officials = Membership.objects.current(today=timezone.localdate(event.at)).filter(
        body=body, role__in=roles_with(Right.PUBLISH_PAGES), user__is_active=True
    )
    notify(
        actor=event.actor,
        recipients=set(officials.order_by().values_list("user_id", flat=True)),
        kind=FLAGGED,
        instance=body,
        event=event,
        now=event.at,
    )


@registry.register(FLAGGED)
def _flagged(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what still stands against the reader's own bodies; what was put right shows nothing."""
    own = {str(body.pk): body for body in standing_of(reader).bodies_with(Right.PUBLISH_PAGES)}
    titles: dict[str, list[str]] = {}
    for body_id, title in InspectionFinding.objects.filter(body__in=list(own)).values_list(
        "body_id", "title"
    ):
        titles.setdefault(str(body_id), []).append(title)
    return {
        row.pk: Wording(
            title=_("栏目自查：%(body)s有%(count)d项要处理")
            % {"body": own[row.object_id], "count": len(titles[row.object_id])},
            url=reverse("inspection:index"),
            note="、".join(titles[row.object_id][:MOST_NAMED]),
        )
        for row in notifications
        if row.object_id in titles
    }
