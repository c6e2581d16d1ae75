"""What several verbs share when a post appears in public or goes from it: counts, mentions, queue, events."""

from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL

from accounts.models import User
from events.models import Event
from events.prepared import Prepared, PreparedUpdate, slot
from events.record import record
from forum.attaching import drop_drafts
from forum.choices import State, WatchLevel
from forum.counting import recount_boards, recount_members, recount_tags, recount_topic
from forum.models import Board, Enquiry, Member, Mention, Post, ReadMark, Topic, Watch
from forum.writing import Draughted, mention_rows
from moderation.actions.open_item import open_item

# Of two who write in one board at the same moment, the later one stays its newest. In SQL, as Django takes
# longer to put this together than all other statements of a reply take to run.
_NEWEST: Final = """CASE WHEN EXISTS(SELECT 1 FROM forum_topic newer
    WHERE newer.id = forum_board.last_topic_id AND newer.last_post_at > %s) THEN last_topic_id ELSE %s END"""


_member = Prepared(lambda: Member.objects.filter(user_id=slot("user")))
_locked = Prepared(lambda: Topic.objects.select_for_update(of=("self",)).filter(pk=slot("pk")))
_count_in_topic = PreparedUpdate(
    lambda: Topic.objects.filter(pk=slot("topic")),
    post_count=F("post_count") + 1,
    last_post_at=slot("last_at", models.DateTimeField),
    last_author=slot("last_author"),
    last_number=slot("last_number"),
)
_count_in_board = PreparedUpdate(
    lambda: Board.objects.filter(pk=slot("board")),
    topic_count=F("topic_count") + slot("began"),
    post_count=F("post_count") + 1,
    last_topic=RawSQL(_NEWEST, (slot("last_at", models.DateTimeField), slot("topic"))),  # noqa: S611 - constant
)
_count_of_member = PreparedUpdate(
    lambda: Member.objects.filter(user=slot("author")),
    topic_count=F("topic_count") + slot("began"),
    post_count=F("post_count") + 1,
)


def paths_of(topic: Topic) -> list[str]:
    """Return the areas whose pages show `topic`; none shows a private one."""
    return [] if topic.is_private else [topic.board.area.path]


def tell(
    *,
    actor: User | None,
    verb: str,
    instance: models.Model,
    topic: Topic,
    now: datetime,
    changes: dict[str, Any] | None = None,
    is_tombstone: bool = False,
) -> Event:
    """Record what was done to a topic or a post.

    The row is for the officials of the body that runs the board; of a private letter it is for those of the
    body that answers it, who may be others.
    """
    body_id = topic.board.body_id
    if topic.is_private:
        body_id = Enquiry.objects.values_list("body_id", flat=True).get(topic=topic)
    return record(
        actor=actor,
        verb=verb,
        instance=instance,
        body_id=body_id,
        area_paths=paths_of(topic),
        changes=changes,
        is_tombstone=is_tombstone,
        now=now,
    )


def member_of(user: User) -> Member | None:
    """Return the person's standing in the forum, or None before their first post."""
    return _member.first(user=user.pk)


def locked(topic: Topic, *, board: Board | None = None) -> Topic:
    """Return the topic as it is, its row locked until the transaction ends.

    Args:
        topic: any copy of it.
        board: as it was read for this request; it is not read again while the topic stands there.
    """
    if board is None:
        rows = Topic.objects.select_for_update(of=("self",))
        return rows.select_related("board__area", "board__body").get(pk=topic.pk)
    row = _locked.first(pk=topic.pk)
    if row is None:
        raise Topic.DoesNotExist
    if row.board_id == board.pk:
        row.board = board
    return row


def count_up(post: Post, topic: Topic, now: datetime) -> None:
    """Count a post that is public from its first moment; no row is read for it."""
    if now >= topic.last_post_at:
        topic.last_post_at, topic.last_author_id = now, post.author_id
    topic.post_count += 1
    facts = {"topic": topic.pk, "last_at": topic.last_post_at, "began": int(post.number == 1)}
    _count_in_topic(**facts, last_author=topic.last_author_id, last_number=topic.last_number)
    if topic.is_private or topic.state != State.PUBLISHED:
        return
    _count_in_board(**facts, board=topic.board_id)
    _count_of_member(**facts, author=post.author_id)


def recount(topic: Topic, *, authors: list[int], boards: list[int] | None = None) -> None:
    """Count anew all that depends on a topic whose posts or state were changed."""
    recount_topic(topic)
    recount_boards([topic.board_id, *(boards or [])])
    recount_tags(topic.tag_names)
    recount_members(authors)


def authors_of(topic: Topic) -> list[int]:
    """Return the keys of all who wrote in the topic."""
    return list(Post.objects.filter(topic=topic).order_by().values_list("author", flat=True).distinct())


def after_writing(
    post: Post, draughted: Draughted, author: User, now: datetime, *, has_draft: bool = True
) -> None:
    """Do what follows each new post: the writer's standing, mentions, reading mark, draft, watch, queue.

    Args:
        has_draft: False where the caller knows that there is no draft to be thrown away.
    """
    if post.topic.last_number == post.number:
        ReadMark.objects.bulk_create(
            [ReadMark(user=author, topic=post.topic, number=post.number)],
            update_conflicts=True,
            unique_fields=["user", "topic"],
            update_fields=["number"],
        )
    Watch.objects.bulk_create(
        [Watch(user=author, topic=post.topic, level=WatchLevel.WATCH)], ignore_conflicts=True
    )
    if post.number == 1:
        drop_drafts(author, now=now, board=post.topic.board_id)
    elif has_draft:
        drop_drafts(author, now=now, topic=post.topic_id)
    told = [] if post.topic.is_private else mention_rows(draughted.people, author)
    if told:
        Mention.objects.bulk_create([Mention(post=post, user_id=key) for key in told], ignore_conflicts=True)
    if draughted.causes:
        wait(post, draughted, author, now)


def wait(post: Post, draughted: Draughted, author: User, now: datetime) -> None:
    """Put a post, or a change of it, into the moderators' queue."""
    open_item(
        actor=author,
        instance=post,
        body=post.topic.board.body,
        author_id=post.author_id,
        causes=draughted.causes,
        words=draughted.words,
        now=now,
    )


def ensure_member(author: User, now: datetime) -> Member:
    """Return the writer's standing, made with their first post."""
    member, is_new = _member.first(user=author.pk), False
    if member is None:
        member, is_new = Member.objects.get_or_create(user=author, defaults={"first_post_at": now})
    if is_new:
        record(actor=author, verb="forum_member.added", instance=member, now=now)
    elif member.first_post_at is None:
        member.first_post_at = now
        member.save(update_fields=["first_post_at"])
    return member


def initial_state(draughted: Draughted) -> State:
    """Return whether a new post is published at once."""
    return State.PENDING if draughted.causes else State.PUBLISHED
