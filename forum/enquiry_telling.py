"""Notifications of the enquiry desk, what is due by the clock, and the officials' panel."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.calendar import add_working_days
from communities.models import Membership
from communities.roles import Right, roles_with
from communities.workbench import Panel
from communities.workbench import registry as panels
from design.formatting import cn_date
from events import timer
from events.consumers import register
from events.models import Event
from forum.choices import EnquiryState, Step
from forum.enquiries import answering_bodies, can_handle, note_step
from forum.models import Enquiry, Referral
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from notifications.models import Notification

    Words = Callable[[Sequence[Notification], User], Mapping[int, Wording]]

log = structlog.get_logger(__name__)
_TO_BODY: Final = frozenset(
    {"enquiry.received", "enquiry.forwarded", "enquiry.reopened", "enquiry.drafted", "enquiry.confirmed"}
)
_TO_ASKER: Final = frozenset({"enquiry.answered", "enquiry.merged"})
_REFERRALS: Final = frozenset({"referral.sent", "referral.answered"})
SOON: Final = 1
SHOWN: Final = 8


@register(
    "enquiry_notifications",
    wants=lambda event: event.verb in _TO_BODY | _TO_ASKER | _REFERRALS | {"enquiry.assigned"},
)
def tell(event: Event) -> None:
    """Tell the office of what comes in, and the resident of what becomes of it."""
    if event.verb in _REFERRALS:
        referral = Referral.objects.filter(pk=event.object_id).first()
        if referral is not None:
            body = referral.to_body_id if event.verb == "referral.sent" else referral.from_body_id
            _notify(event, referral, officials_of(body))
        return
    enquiry = Enquiry.objects.select_related("topic").filter(pk=event.object_id).first()
    if enquiry is None:
        return
    if event.verb in _TO_BODY:
        _notify(event, enquiry, officials_of(enquiry.body_id))
    elif event.verb == "enquiry.assigned":
        _notify(event, enquiry, [enquiry.assigned_to_id] if enquiry.assigned_to_id else [])
    else:
        _notify(event, enquiry, [enquiry.topic.author_id])


def _notify(event: Event, instance: Enquiry | Referral, recipients: Sequence[int]) -> None:
    notify(
        actor=event.actor,
        recipients=recipients,
        kind=event.verb,
        instance=instance,
        event=event,
        now=event.at,
    )


def officials_of(body_id: int) -> list[int]:
    """Return the keys of those who answer for the body today."""
    rows = Membership.objects.current(today=timezone.localdate()).filter(
        body_id=body_id, role__in=roles_with(Right.ANSWER_ENQUIRIES), user__is_active=True
    )
    return sorted(set(rows.values_list("user_id", flat=True)))


def remind(now: datetime) -> None:
    """Remind bodies of what is due by tomorrow, once a deadline."""
    soon = add_working_days(timezone.localdate(now), SOON)
    for enquiry in Enquiry.objects.open().filter(due_on__lte=soon).order_by("pk").iterator(chunk_size=200):
        notify(
            actor=None,
            recipients=officials_of(enquiry.body_id),
            kind="enquiry.due",
            instance=enquiry,
            event=None,
            now=now,
        )


def follow_up(now: datetime) -> None:
    """Ask four weeks after an answer whether it was solved; each once."""
    due = Enquiry.objects.filter(
        state__in=(EnquiryState.ANSWERED, EnquiryState.CONFIRMED),
        follow_up_on__lte=timezone.localdate(now),
        was_asked=False,
        is_solved__isnull=True,
    )
    for enquiry in due.select_related("topic").order_by("pk"):
        try:
            with transaction.atomic():
                if not Enquiry.objects.filter(pk=enquiry.pk, was_asked=False).update(was_asked=True):
                    continue
                note_step(enquiry, Step.FOLLOWED_UP, actor=None, body=None, now=now)
                notify(
                    actor=None,
                    recipients=[enquiry.topic.author_id],
                    kind="enquiry.follow_up",
                    instance=enquiry,
                    event=None,
                    now=now,
                )
        except Exception:
            log.exception("enquiry_not_followed_up", enquiry=enquiry.pk)


def _office_words(title: str) -> "Words":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Enquiry.objects.handled_by(reader).filter(pk__in=[row.object_id for row in notifications])
        found = {str(row.pk): row for row in rows.select_related("topic")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].topic.title},
                url=reverse("enquiries:read", args=[row.object_id]),
                note=_("%(number)s，%(day)s前答复")
                % {"number": found[row.object_id].number, "day": cn_date(found[row.object_id].due_on)},
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _asker_words(title: str) -> "Words":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Enquiry.objects.filter(pk__in=[row.object_id for row in notifications], topic__author=reader)
        found = {str(row.pk): row for row in rows.select_related("topic")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].topic.title},
                url=reverse("topic", args=[found[row.object_id].topic_id]),
                note=found[row.object_id].number,
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _referral_words(title: str) -> "Words":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Referral.objects.visible_to(reader).filter(pk__in=[row.object_id for row in notifications])
        found = {str(row.pk): row for row in rows}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].title},
                url=reverse("referrals:read", args=[row.object_id]),
                note=found[row.object_id].number,
            )
            for row in notifications
            if row.object_id in found
        }

    return words


for _verb, _title in (
    ("enquiry.received", "新的咨询投诉：%(title)s"),
    ("enquiry.forwarded", "转来的咨询投诉：%(title)s"),
    ("enquiry.reopened", "居民要求重新办理：%(title)s"),
    ("enquiry.drafted", "有答复等待签发：%(title)s"),
    ("enquiry.confirmed", "居民已确认办结：%(title)s"),
    ("enquiry.assigned", "交给您办理：%(title)s"),
    ("enquiry.due", "快到期或已超期：%(title)s"),
):
    registry.register(_verb)(_office_words(_title))
for _verb, _title in (
    ("enquiry.answered", "您的咨询有答复了：%(title)s"),
    ("enquiry.merged", "您的咨询已并案办理：%(title)s"),
    ("enquiry.follow_up", "四周过去了，问题解决了吗？%(title)s"),
):
    registry.register(_verb)(_asker_words(_title))
registry.register("referral.sent")(_referral_words("收到联系单：%(title)s"))
registry.register("referral.answered")(_referral_words("联系单有回复：%(title)s"))
timer.registry.register("forum.remind")(timer.Job(every=timedelta(hours=6), run=remind))
timer.registry.register("forum.follow_up")(timer.Job(every=timedelta(days=1), run=follow_up))


def desk(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the user's bodies have to answer, what is due first, first; None where nothing is."""
    if not isinstance(request.user, User) or not can_handle(request.user):
        return None
    today = timezone.localdate()
    soon = add_working_days(today, SOON)
    mine = answering_bodies(request.user)
    rows = Enquiry.objects.open().filter(body__in=mine).select_related("topic").order_by("due_on", "pk")
    found = [
        {
            "title": enquiry.topic.title,
            "url": reverse("enquiries:read", args=[enquiry.pk]),
            "number": enquiry.number,
            "due": enquiry.due_on,
            "is_late": enquiry.due_on < today,
            "is_soon": today <= enquiry.due_on <= soon,
            "is_mine": enquiry.assigned_to_id == request.user.pk,
        }
        for enquiry in rows[:SHOWN]
    ]
    referrals = list(
        Referral.objects.waiting_for(mine).select_related("from_body").order_by("due_on")[:SHOWN]
    )
    if not found and not referrals:
        return None
    return {"rows": found, "referrals": referrals, "today": today}


panels.register("enquiries")(
    Panel(
        title=gettext_lazy("咨询投诉与联系单"),
        template="forum/enquiry/admin/panel.html",
        context=desk,
        position=10,
    )
)
