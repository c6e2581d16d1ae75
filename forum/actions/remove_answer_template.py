from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from communities.permissions import has_right
from communities.roles import Right
from events.record import record
from forum.models import AnswerTemplate


@transaction.atomic
def remove_answer_template(*, actor: User, template: AnswerTemplate, now: datetime) -> None:
    """Throw a template of one's own body away.

    Raises:
        PermissionDenied: it is another body's.
    """
    if not has_right(actor, Right.ANSWER_ENQUIRIES, template.body):
        raise PermissionDenied
    record(
        actor=actor,
        verb="answer_template.removed",
        instance=template,
        body_id=template.body_id,
        is_tombstone=True,
        now=now,
    )
    template.delete()
