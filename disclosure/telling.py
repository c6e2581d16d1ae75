"""How reminders of duties are worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Body
from disclosure.permissions import discloses_for, oversees
from events.models import Event
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification


def _worded(title: str, note: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        bodies = {
            str(body.pk): body
            for body in Body.objects.filter(pk__in=[row.object_id for row in notifications]).select_related(
                "area"
            )
            if discloses_for(reader, body) or oversees(reader, body.area)
        }
        counts = {
            event.pk: len(event.changes["duties"][1])
            for event in Event.objects.filter(pk__in=[row.event_id for row in notifications])
        }
        return {
            row.pk: Wording(
                title=title
                % {
                    "area": bodies[row.object_id].area.short_name,
                    "count": counts.get(row.event_id, 1),
                },
                url=f"{reverse('disclosure_duties:index')}?body={row.object_id}",
                note=note,
            )
            for row in notifications
            if row.object_id in bodies
        }

    return words


registry.register("disclosure_duty.due_soon")(
    _worded(_("%(area)s有%(count)d项公开快到期限"), _("请在期限之前送审，监督员审核后公开。"))
)
registry.register("disclosure_duty.late")(
    _worded(_("%(area)s有%(count)d项公开已逾期"), _("请尽快公开；严重逾期时会通知街道。"))
)
registry.register("disclosure_duty.very_late")(
    _worded(_("%(area)s有%(count)d项公开严重逾期"), _("街道已收到提醒。"))
)
