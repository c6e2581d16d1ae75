from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from forum.attaching import settle_pending
from forum.choices import State
from forum.models import Member, Post
from forum.publishing import authors_of, locked, recount, tell
from forum.trust import refresh
from moderation import logbook


@transaction.atomic
def withhold_post(*, actor: User | None, post: Post, state: State, now: datetime) -> Post:
    """Take a post from the public: rejected, hidden until somebody has looked, or waiting again.

    A change of a published post that is rejected is dropped, and the post stays as it was.

    Args:
        actor: the moderator, whose right the queue has checked; None where reports hid it.
        post: the post.
        state: `REJECTED` of what nobody has read yet, `HIDDEN`, which leaves a trace, or `PENDING`.
        now: the present moment.
    """
    topic = locked(post.topic)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    row.topic = topic
    if row.pending_text and state == State.REJECTED and row.state == State.PUBLISHED:
        row.pending_text = ""
        row.save(update_fields=["pending_text"])
        settle_pending(row, actor=actor, approve=False, now=now)
        tell(actor=actor, verb="post.change_rejected", instance=row, topic=topic, now=now)
        return row
    authors = authors_of(topic) if row.number == 1 else [row.author_id]
    row.state = state
    row.save(update_fields=["state"])
    if row.number == 1 and topic.state != State.DELETED:
        topic.state = state
        topic.save(update_fields=["state"])
        logbook.unname(topic, subject=_("一个话题"))
    recount(topic, authors=authors)
    for member in Member.objects.filter(user=row.author_id):
        refresh(member, now=now)
    tell(actor=actor, verb="post.withheld", instance=row, topic=topic, now=now)
    return row
