from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.choices import State
from forum.models import Post, Topic
from forum.permissions import can_accept_answer
from forum.publishing import locked, tell


@transaction.atomic
def accept_answer(*, actor: User, topic: Topic, post: Post | None, now: datetime) -> Topic:
    """Say which reply answered the question; None takes that back.

    Raises:
        PermissionDenied: they neither asked nor keep order.
        ValidationError: the post is no published reply of the topic.
    """
    row = locked(topic)
    if not can_accept_answer(actor, row):
        raise PermissionDenied(_("只有提问的人可以采纳回答。"))
    if post is not None and (post.topic_id != row.pk or post.number == 1 or post.state != State.PUBLISHED):
        raise ValidationError(_("请选这个话题里公开的回复。"))
    wanted = post.pk if post is not None else None
    if row.accepted_id != wanted:
        row.accepted_id = wanted
        row.save(update_fields=["accepted"])
        verb = "topic.answer_accepted" if post is not None else "topic.answer_unaccepted"
        tell(actor=actor, verb=verb, instance=row, topic=row, now=now)
    return row
