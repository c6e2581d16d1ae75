"""Calling to mind what is due soon, late or very late."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from communities.models import Body
from disclosure.choices import ReminderStage
from disclosure.models import DisclosureDuty, DutyReminder
from disclosure.people import overseers_of, writers_of
from events.record import record
from notifications.actions.notify import notify

VERBS = {
    ReminderStage.SOON: "disclosure_duty.due_soon",
    ReminderStage.LATE: "disclosure_duty.late",
    ReminderStage.VERY_LATE: "disclosure_duty.very_late",
}


@transaction.atomic
def remind_of_duties(*, actor: None, body: Body, stage: ReminderStage, now: datetime) -> int:
    """Remind of all that a committee owes at `stage`, in one message; return of how many duties.

    Before the last day and when late, the committee; when very late, the street too. Each duty once a stage.

    Args:
        actor: nobody; the timer calls.
        body: the committee, with its area.
        stage: which of the three.
        now: the present moment.
    """
    due = DisclosureDuty.objects.to_remind(stage, today=timezone.localdate(now)).filter(body=body)
    keys = list(due.order_by("due_on", "pk").values_list("pk", flat=True))
    made = DutyReminder.objects.bulk_create(
        [DutyReminder(duty_id=key, stage=stage, reminded_at=now) for key in keys]
    )
    if not made:
        return 0
    event = record(
        actor=None,
        verb=VERBS[stage],
        instance=body,
        body_id=body.pk,
        changes={"duties": [None, keys]},
        now=now,
    )
    people = writers_of(body, now=now)
    if stage == ReminderStage.VERY_LATE:
        people += overseers_of(body, now=now)
    notify(actor=None, recipients=people, kind=VERBS[stage], instance=body, event=event, now=now)
    return len(keys)
