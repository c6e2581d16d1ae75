"""Proves what the forum counts on writing: each count against the rows that it sums up."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum

from forum.choices import State
from forum.counting import member_facts, recount_boards, recount_members, recount_tags, recount_topic
from forum.models import Board, Like, Member, Poll, PollOption, Post, Tag, Topic
from media.choices import AttachmentState
from media.models import Attachment


def findings() -> list[str]:
    """Return one line for each count that is not what its rows say; [] where all are right."""
    return [*_topics(), *_boards(), *_posts(), *_attachments(), *_members(), *_tags(), *_polls()]


@transaction.atomic
def mend() -> None:
    """Set every count to what its rows say."""
    for topic in Topic.objects.select_for_update().order_by("pk").iterator(chunk_size=500):
        recount_topic(topic)
    recount_boards(Board.objects.values_list("pk", flat=True))
    likes = Post.objects.annotate(real=Count("likes")).exclude(real=F("like_count")).order_by("pk")
    for pk, real in list(likes.values_list("pk", "real")):
        Post.objects.filter(pk=pk).update(like_count=real)
    recount_members(Member.objects.values_list("user", flat=True))
    recount_tags(Tag.objects.values_list("name", flat=True))
    for pk, real in _votes().items():
        PollOption.objects.filter(pk=pk).update(vote_count=real)
    for pk, real in _voters().items():
        Poll.objects.filter(pk=pk).update(voter_count=real)


def _differ(what: str, kept: object, real: object) -> Iterator[str]:
    if kept != real:
        yield f"{what}: {kept}, should be {real}"


def _topics() -> Iterator[str]:
    published = Q(posts__state=State.PUBLISHED)
    rows = Topic.objects.annotate(
        real=Count("posts", filter=published),
        highest=Max("posts__number"),
        newest=Max("posts__written_at", filter=published),
    )
    facts = rows.order_by("pk").values_list(
        "pk", "post_count", "real", "last_number", "highest", "last_post_at", "newest"
    )
    for pk, count, real, last, highest, last_at, newest in facts.iterator(chunk_size=2000):
        yield from _differ(f"topic {pk} post_count", count, real)
        if highest is not None and highest > last:
            yield f"topic {pk} last_number: {last}, has #{highest}"
        if newest is not None:
            yield from _differ(f"topic {pk} last_post_at", last_at, newest)


def _boards() -> Iterator[str]:
    for board in Board.objects.select_related("last_topic").order_by("pk").iterator(chunk_size=500):
        listed = Topic.objects.listed().filter(board=board)
        facts = listed.order_by().aggregate(
            topics=Count("pk"), posts=Sum("post_count"), newest=Max("last_post_at")
        )
        yield from _differ(f"board {board.pk} topic_count", board.topic_count, facts["topics"])
        yield from _differ(f"board {board.pk} post_count", board.post_count, facts["posts"] or 0)
        last = board.last_topic.last_post_at if board.last_topic is not None else None
        yield from _differ(f"board {board.pk} last_topic", last, facts["newest"])


def _posts() -> Iterator[str]:
    likes = Like.objects.order_by().values("post").annotate(real=Count("pk")).values_list("post", "real")
    real = dict(likes)
    rows = Post.objects.filter(Q(like_count__gt=0) | Q(pk__in=list(real))).order_by("pk")
    for pk, kept in rows.values_list("pk", "like_count"):
        yield from _differ(f"post {pk} like_count", kept, real.get(pk, 0))


def _attachments() -> Iterator[str]:
    kept = Attachment.objects.filter(state=AttachmentState.CLAIMED, owner_kind="forum.post")
    real = dict(kept.order_by().values("owner_id").annotate(real=Count("pk")).values_list("owner_id", "real"))
    rows = Post.objects.filter(Q(attachment_count__gt=0) | Q(pk__in=list(real)), pending_attachments={})
    for pk, count in rows.order_by("pk").values_list("pk", "attachment_count"):
        yield from _differ(f"post {pk} attachment_count", count, real.get(pk, 0))


def _members() -> Iterator[str]:
    for member in Member.objects.order_by("pk").iterator(chunk_size=500):
        for name, real in member_facts(member.user_id).items():
            yield from _differ(f"member {member.user_id} {name}", getattr(member, name), real)


def _tags() -> Iterator[str]:
    shown = Q(topics__state=State.PUBLISHED, topics__is_private=False)
    rows = Tag.objects.annotate(real=Count("topics", filter=shown)).order_by("pk")
    for name, kept, real in rows.values_list("name", "topic_count", "real"):
        yield from _differ(f"tag {name} topic_count", kept, real)


def _polls() -> Iterator[str]:
    votes, voters = _votes(), _voters()
    for pk, kept in PollOption.objects.order_by("pk").values_list("pk", "vote_count"):
        yield from _differ(f"poll option {pk} vote_count", kept, votes[pk])
    for pk, kept in Poll.objects.order_by("pk").values_list("pk", "voter_count"):
        yield from _differ(f"poll {pk} voter_count", kept, voters[pk])


def _votes() -> dict[int, int]:
    """Return how many votes each option has."""
    return dict(PollOption.objects.annotate(real=Count("votes")).values_list("pk", "real"))


def _voters() -> dict[int, int]:
    """Return how many people have voted in each poll."""
    return dict(Poll.objects.annotate(real=Count("votes__user", distinct=True)).values_list("pk", "real"))
