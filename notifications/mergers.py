"""Telling residents and officials of a community that was merged or split where they are now."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.choices import Role
from communities.models import Area, Membership
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

MERGED, SPLIT = "area.merged", "area.split"


@register("merger_notifications", wants=lambda event: event.verb in (MERGED, SPLIT))
def tell(event: Event) -> None:
    """Tell those who came to the successor with the merger; of a split, those who may live in the new one."""
    area = Area.objects.filter(pk=event.object_id).first()
    if area is None:
        return
    today = timezone.localdate(event.at)
    current = Membership.objects.current(today=today)
    if event.verb == MERGED:
        people = current.filter(body__area=area.successor_id, valid_from=today)
    else:
        people = current.filter(body__area=area, role=Role.RESIDENT)
    notify(
        actor=event.actor,
        recipients=set(people.order_by().values_list("user_id", flat=True)),
        kind=event.verb,
        instance=area,
        event=event,
        now=event.at,
    )


def _areas(notifications: "Sequence[Notification]") -> dict[str, Area]:
    keys = {row.object_id for row in notifications}
    rows = Area.objects.filter(pk__in=keys).select_related("page", "successor__page", "parent__page")
    return {str(area.pk): area for area in rows}


@registry.register(MERGED)
def _merged(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word a merger; that a community was merged is no secret."""
    areas = _areas(notifications)
    words: dict[int, Wording] = {}
    for row in notifications:
        area = areas.get(row.object_id)
        if area is not None and area.successor is not None:
            page = area.successor.page
            words[row.pk] = Wording(
                title=_("%(area)s已并入%(successor)s") % {"area": area, "successor": area.successor},
                url=(page.get_url() if page else None) or "/",
                note=_("您已转为%(successor)s的成员，公告和办事都到这里。不对的，可以在“我的”里改。")
                % {"successor": area.successor},
            )
    return words


@registry.register(SPLIT)
def _split(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word a split: only residents themselves know on which side they live."""
    areas = _areas(notifications)
    events = Event.objects.filter(pk__in=[row.event_id for row in notifications]).in_bulk()
    words: dict[int, Wording] = {}
    for row in notifications:
        area, event = areas.get(row.object_id), events.get(row.event_id)
        if area is not None and event is not None:
            words[row.pk] = Wording(
                title=_("%(area)s分出了%(new)s") % {"area": area, "new": event.changes["name"][1]},
                url="/me/",
                note=_("您家如果划到了新社区，请在“我的”里退出原社区，加入新社区。"),
            )
    return words
