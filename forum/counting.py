"""The counts and last-post fields that lists show. Writing keeps them right; reading never counts.

A reply moves them by one. What happens seldom (moderating, moving, splitting) counts the topic and its
boards anew, in
the same transaction. `forum_check` compares all of them with the rows.
"""

from collections.abc import Iterable

from django.db.models import Count, Max, Q, Sum

from forum.choices import State
from forum.models import Board, Member, Post, Tag, Topic


def recount_topic(topic: Topic) -> None:
    """Set the topic's count and its last published post from its rows; its row is locked by the caller."""
    facts = Post.objects.filter(topic=topic).aggregate(
        shown=Count("pk", filter=Q(state=State.PUBLISHED)), highest=Max("number")
    )
    last = (
        Post.objects.published()
        .filter(topic=topic)
        .order_by("-written_at", "-number")
        .only("author_id", "written_at")
        .first()
    )
    topic.post_count = facts["shown"]
    topic.last_number = max(topic.last_number, facts["highest"] or 0)
    if last is not None:
        topic.last_post_at, topic.last_author_id = last.written_at, last.author_id
    topic.save(update_fields=["post_count", "last_number", "last_post_at", "last_author"])


def recount_boards(keys: Iterable[int]) -> None:
    """Set the counts of the boards and their newest topics from their topics."""
    for key in sorted(set(keys)):
        listed = Topic.objects.listed().filter(board=key)
        facts = listed.order_by().aggregate(topics=Count("pk"), posts=Sum("post_count"))
        newest = listed.order_by("-last_post_at", "-pk").values_list("pk", flat=True).first()
        Board.objects.filter(pk=key).update(
            topic_count=facts["topics"], post_count=facts["posts"] or 0, last_topic=newest
        )


def recount_tags(names: Iterable[str]) -> None:
    """Set the counts of the tags from their topics."""
    for tag in Tag.objects.filter(name__in=set(names)).order_by("pk"):
        tag.topic_count = tag.topics.filter(state=State.PUBLISHED, is_private=False).count()
        tag.save(update_fields=["topic_count"])


def recount_members(keys: Iterable[int]) -> None:
    """Set the counts of the members from their published posts outside of private enquiries."""
    for key in sorted(set(keys)):
        facts = member_facts(key)
        Member.objects.filter(user=key).update(**facts)


def member_facts(key: int) -> dict[str, int]:
    """Return what the counts of the member with that user key should be."""
    posts = Post.objects.published().filter(author=key, topic__is_private=False, topic__state=State.PUBLISHED)
    facts = posts.order_by().aggregate(
        topics=Count("pk", filter=Q(number=1)), posts=Count("pk"), likes=Sum("like_count")
    )
    return {
        "topic_count": facts["topics"],
        "post_count": facts["posts"],
        "likes_received": facts["likes"] or 0,
    }
