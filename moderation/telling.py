"""Notifications of moderation: who is told, by a consumer of events and by the clock, and how it is
worded.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Membership
from communities.roles import Right, roles_with
from design.formatting import cn_date, cn_datetime
from events import timer
from events.consumers import register
from events.models import Event
from moderation.choices import AppealState, ItemState
from moderation.kinds import registry as registry_of_kinds
from moderation.models import Appeal, Decision, QueueItem, Sanction
from moderation.permissions import can_moderate, moderated_bodies
from moderation.subjects import lines
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

_OF_ITEM: Final = frozenset({"queue_item.approved", "queue_item.rejected"})
_OF_SANCTION: Final = frozenset({"sanction.silence", "sanction.suspend", "sanction.lifted"})
_OF_APPEAL: Final = frozenset({"appeal.upheld", "appeal.overturned"})


@register(
    "moderation_notifications",
    wants=lambda event: event.verb in _OF_ITEM | _OF_SANCTION | _OF_APPEAL | {"appeal.filed"},
)
def tell(event: Event) -> None:
    """Tell whom a decision concerns, and the moderators of an appeal."""
    if event.verb in _OF_ITEM:
        item = QueueItem.objects.filter(pk=event.object_id).first()
        kind = registry_of_kinds.get(item.object_kind) if item is not None else None
        if item is not None and item.author_id and kind is not None and kind.tells_author:
            _notify(event, item, [item.author_id])
    elif event.verb in _OF_SANCTION:
        sanction = Sanction.objects.filter(pk=event.object_id).first()
        if sanction is not None and sanction.user_id is not None:
            _notify(event, sanction, [sanction.user_id])
    else:
        appeal = Appeal.objects.select_related("body__area").filter(pk=event.object_id).first()
        if appeal is not None:
            told = (
                moderators_for(appeal.body.area.path)
                if event.verb == "appeal.filed"
                else [appeal.appellant_id]
            )
            _notify(event, appeal, told)


def _notify(event: Event, instance: QueueItem | Sanction | Appeal, recipients: Sequence[int]) -> None:
    notify(
        actor=event.actor,
        recipients=recipients,
        kind=event.verb,
        instance=instance,
        event=event,
        now=event.at,
    )


def moderators_for(area_path: str) -> list[int]:
    """Return the keys of those who moderate in the area of that path today: its own moderators and those
    above.
    """
    parts = [part for part in area_path.split("/") if part]
    paths = ["/".join(parts[: number + 1]) + "/" for number in range(len(parts))]
    rows = Membership.objects.current(today=timezone.localdate()).filter(
        role__in=roles_with(Right.MODERATE), body__area__path__in=paths
    )
    return sorted(set(rows.values_list("user_id", flat=True)))


def summarise(now: datetime) -> None:
    """Tell the moderators once a day of what has waited since the day before."""
    old = QueueItem.objects.waiting().filter(opened_at__lte=now - timedelta(days=1))
    for item in old.select_related("body__area").order_by("pk").iterator(chunk_size=200):
        notify(
            actor=None,
            recipients=moderators_for(item.body.area.path),
            kind="queue_item.waiting",
            instance=item,
            event=None,
            now=now,
        )


timer.registry.register("moderation.summarise")(timer.Job(every=timedelta(days=1), run=summarise))


def _item_words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what became of the reader's own words."""
    rows = QueueItem.objects.filter(pk__in=[row.object_id for row in notifications], author=reader)
    decisions = {
        decision.item_id: decision
        for decision in Decision.objects.standing().filter(item__in=[row.pk for row in rows])
    }
    found = {str(line.item.pk): line for line in lines(rows) if line.subject is not None}
    words = {}
    for row in notifications:
        line = found.get(row.object_id)
        decision = decisions.get(line.item.pk) if line is not None else None
        if line is None or line.subject is None or decision is None:
            continue
        facts = {"label": line.label, "title": line.subject.title}
        if line.item.state == ItemState.APPROVED:
            title, url, note = _("%(label)s审核通过：%(title)s") % facts, line.subject.url, ""
        else:
            title = _("%(label)s未通过审核：%(title)s") % facts
            url, note = reverse("moderation-appeal", args=["decision", decision.pk]), decision.reason
        words[row.pk] = Wording(title=title, url=url, note=note)
    return words


def _sanction_words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word a sanction against the reader."""
    rows = Sanction.objects.filter(pk__in=[row.object_id for row in notifications], user=reader)
    found = {str(row.pk): row for row in rows}
    words = {}
    for row in notifications:
        sanction = found.get(row.object_id)
        if sanction is None:
            continue
        if row.kind == "sanction.lifted":
            title = _("对您的%(kind)s已提前解除") % {"kind": sanction.get_kind_display()}
        else:
            title = _("您被%(kind)s至 %(until)s") % {
                "kind": sanction.get_kind_display(),
                "until": cn_datetime(sanction.ends_at),
            }
        words[row.pk] = Wording(
            title=title,
            url=reverse("moderation-appeal", args=["sanction", sanction.pk]),
            note=sanction.reason,
        )
    return words


def _appeal_words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word an appeal: for who made it what became of it, for moderators that it waits."""
    rows = Appeal.objects.visible_to(reader).filter(pk__in=[row.object_id for row in notifications])
    found = {str(row.pk): row for row in rows}
    words = {}
    for row in notifications:
        appeal = found.get(row.object_id)
        if appeal is None:
            continue
        if row.kind == "appeal.filed":
            if appeal.state == AppealState.WAITING:
                words[row.pk] = Wording(
                    title=_("有申诉等待复核，%(day)s前答复") % {"day": cn_date(appeal.due_on)},
                    url=reverse("moderation_appeals:index"),
                )
        elif appeal.appellant_id == reader.pk:
            words[row.pk] = Wording(
                title=_("您的申诉有结果了：%(state)s") % {"state": appeal.get_state_display()},
                url=reverse("moderation-appeal", args=_address(appeal)),
                note=appeal.answer,
            )
    return words


def _address(appeal: Appeal) -> list[object]:
    if appeal.decision_id is not None:
        return ["decision", appeal.decision_id]
    return ["sanction", appeal.sanction_id]


def _waiting_words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what has waited for a day, while it still waits."""
    if not can_moderate(reader):
        return {}
    rows = QueueItem.objects.waiting().filter(
        pk__in=[row.object_id for row in notifications], body__in=moderated_bodies(reader)
    )
    waiting = {str(pk) for pk in rows.values_list("pk", flat=True)}
    return {
        row.pk: Wording(title=_("有内容等待审核已超过一天"), url=reverse("moderation_queue:index"))
        for row in notifications
        if row.object_id in waiting
    }


for _verb in sorted(_OF_ITEM):
    registry.register(_verb)(_item_words)
for _verb in sorted(_OF_SANCTION):
    registry.register(_verb)(_sanction_words)
for _verb in sorted(_OF_APPEAL | {"appeal.filed"}):
    registry.register(_verb)(_appeal_words)
registry.register("queue_item.waiting")(_waiting_words)
