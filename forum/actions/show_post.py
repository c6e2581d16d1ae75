from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.attaching import settle_pending
from forum.choices import State
from forum.markdown import render
from forum.models import Member, Post, Topic
from forum.publishing import authors_of, locked, recount, tell
from forum.rewriting import rewrite
from forum.trust import refresh
from forum.writing import Draughted, digest_of, people_named


@transaction.atomic
def show_post(*, actor: User | None, post: Post, now: datetime) -> Post:
    """Make a post public, with a change of it that waited; with its first post the topic, too.

    Args:
        actor: the moderator, whose right the queue has checked.
        post: one that waits, was rejected or is hidden.
        now: the present moment.
    """
    topic = locked(post.topic)
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    row.topic = topic
    was = row.state
    if row.pending_text:
        people = people_named(row.pending_text)
        draughted = Draughted(
            text=row.pending_text,
            html=render(row.pending_text, people),
            digest=digest_of(row.pending_text),
            people=people,
        )
        rewrite(row, draughted, editor=User.objects.get(pk=row.author_id), now=now)
        settle_pending(row, actor=actor, approve=True, now=now)
    row.state, row.was_reviewed = State.PUBLISHED, True
    row.save(update_fields=["state", "was_reviewed"])
    if row.number == 1 and topic.state != State.DELETED:
        topic.state = State.PUBLISHED
        topic.save(update_fields=["state"])
    _settle(topic, row)
    for member in Member.objects.filter(user=row.author_id):
        refresh(member, now=now)
    verb = "post.shown"
    if was == State.PENDING:
        verb = "topic.started" if row.number == 1 else "post.replied"
    instance: Topic | Post = topic if verb == "topic.started" else row
    tell(actor=actor, verb=verb, instance=instance, topic=topic, now=now)
    return row


def _settle(topic: Topic, post: Post) -> None:
    recount(topic, authors=authors_of(topic) if post.number == 1 else [post.author_id])
