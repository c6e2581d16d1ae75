"""What the verbs of the enquiry desk share."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from communities.calendar import working_days_between
from communities.models import Body
from forum.actions.reply_topic import reply_topic
from forum.attaching import MOST, attach
from forum.choices import EnquiryState, Step
from forum.enquiries import note_step
from forum.models import Enquiry
from forum.publishing import tell
from media.models import Attachment

# “Was it solved?” is asked so long after the answer.
FOLLOW_UP: Final = timedelta(weeks=4)


def locked_enquiry(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry as it is, its row locked until the transaction ends."""
    return (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("topic__board__area", "topic__board__body", "body__area", "category")
        .get(pk=enquiry.pk)
    )


def publish_answer(row: Enquiry, *, actor: User, body: Body, text: str, now: datetime) -> None:
    """Put the answer under the question with the body's badge and its files, and stop the clock."""
    post = reply_topic(actor=actor, topic=row.topic, text=text, answered_for=body, now=now)
    keys = list(Attachment.objects.of(row).values_list("key", flat=True))
    attach(post, keys, actor=actor, most=MOST, now=now, handed_over_by=row)
    day = timezone.localdate(now)
    row.answer, row.state = post, EnquiryState.ANSWERED
    row.answer_draft, row.drafted_by = "", None
    if row.answered_at is None:
        row.answered_at, row.answered_by_body = now, body
        row.was_on_time = day <= row.due_on
        row.working_days_taken = max(working_days_between(timezone.localdate(row.received_at), day), 0)
    row.follow_up_on, row.was_asked = day + FOLLOW_UP, False
    row.save()
    note_step(row, Step.ANSWERED, actor=actor, body=body, now=now)
    tell(actor=actor, verb="enquiry.answered", instance=row, topic=row.topic, now=now)
