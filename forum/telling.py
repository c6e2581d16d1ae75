"""Notifications of the forum: who is told, by a consumer of events, and how it is worded.

One topic makes one unread notification, however many reply; it leads to the first post not yet read.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from events.consumers import register
from events.models import Event
from events.querysets import kind_of
from forum.choices import State, WatchLevel
from forum.models import Mention, Post, ReadMark, Topic, Watch
from notifications.actions.notify import notify
from notifications.models import Notification
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User

WANTED: Final = frozenset(
    {"topic.started", "post.replied", "post.edited", "post.liked", "post.shown", "topic.answer_accepted"}
)


@register("forum_notifications", wants=lambda event: event.verb in WANTED)
def tell(event: Event) -> None:
    """Tell whom it concerns; read as the thing is now, so that what was hidden meanwhile is told to
    nobody.
    """
    if event.verb == "topic.started":
        topic = Topic.objects.filter(pk=event.object_id).select_related("board__area").first()
        post = Post.objects.filter(topic=topic, number=1).first() if topic else None
    elif event.verb == "topic.answer_accepted":
        _tell_accepted(event)
        return
    else:
        post = (
            Post.objects.filter(pk=event.object_id).select_related("topic__board__area", "reply_to").first()
        )
        topic = post.topic if post is not None else None
    if post is None or topic is None or {post.state, topic.state} != {State.PUBLISHED}:
        return
    if event.verb == "post.liked":
        _once(event, [post.author_id], "post.liked", post)
        return
    muted = set(Watch.objects.filter(topic=topic, level=WatchLevel.MUTE).values_list("user", flat=True))
    mentioned = set(Mention.objects.filter(post=post).values_list("user", flat=True)) - muted
    notify(
        actor=event.actor,
        recipients=mentioned,
        kind="post.mentioned",
        instance=post,
        event=None,
        now=event.at,
    )
    if event.verb in ("post.edited", "post.shown"):
        return
    watching = set(_watchers(topic, is_new=post.number == 1)) - muted - mentioned - {post.author_id}
    if post.number > 1 and post.reply_to is not None and post.reply_to.author_id not in muted:
        watching |= {post.reply_to.author_id} - mentioned - {post.author_id}
    if post.answered_for_id is not None:
        # Who asked is told of the answer itself (`forum.enquiry_telling`).
        watching.discard(topic.author_id)
    _once(event, sorted(watching), "topic.started" if post.number == 1 else "topic.replied", topic)


def _watchers(topic: Topic, *, is_new: bool) -> list[int]:
    watches = Watch.objects.filter(level=WatchLevel.WATCH)
    if is_new:
        found = set(watches.filter(board=topic.board_id).values_list("user", flat=True))
        found |= set(watches.filter(tag__in=topic.tags.all()).values_list("user", flat=True))
        return sorted(found)
    return list(watches.filter(topic=topic).values_list("user", flat=True))


def _once(event: Event, recipients: Sequence[int], kind: str, instance: Topic | Post) -> None:
    """Tell those who have no unread notification of the same."""
    told = Notification.objects.unread().filter(
        recipient__in=recipients, kind=kind, object_kind=kind_of(instance), object_id=str(instance.pk)
    )
    left = set(recipients) - set(told.values_list("recipient", flat=True))
    notify(actor=event.actor, recipients=left, kind=kind, instance=instance, event=event, now=event.at)


def _tell_accepted(event: Event) -> None:
    topic = Topic.objects.filter(pk=event.object_id).select_related("accepted").first()
    if topic is not None and topic.accepted is not None:
        notify(
            actor=event.actor,
            recipients=[topic.accepted.author_id],
            kind="topic.answer_accepted",
            instance=topic,
            event=event,
            now=event.at,
        )


def _topic_words(title: str) -> "Words":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Topic.objects.visible_to(reader).filter(pk__in=[row.object_id for row in notifications])
        found = {str(row.pk): row for row in rows.select_related("board")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].title},
                url=reverse("topic-unread", args=[row.object_id]),
                note=str(found[row.object_id].board),
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _reply_words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word new replies, all of a topic as one: as many as the reader has not seen by now."""
    read = ReadMark.objects.filter(user=reader, topic=OuterRef("pk")).values("number")[:1]
    unseen = Q(posts__state=State.PUBLISHED, posts__number__gt=F("seen")) & ~Q(posts__author=reader)
    rows = (
        Topic.objects.visible_to(reader)
        .filter(pk__in=[row.object_id for row in notifications])
        .annotate(seen=Coalesce(Subquery(read), 1))
        .annotate(news=Count("posts", filter=unseen, distinct=True))
    )
    found = {str(row[0]): row[1:] for row in rows.values_list("pk", "title", "board__name", "news")}
    words: dict[int, Wording] = {}
    for row in notifications:
        if row.object_id in found:
            title, board, news = found[row.object_id]
            template = _("“%(title)s”有%(count)s条新回复") if news else _("有新回复：%(title)s")
            words[row.pk] = Wording(
                title=template % {"title": title, "count": news},
                url=reverse("topic-unread", args=[row.object_id]),
                note=board,
            )
    return words


def _post_words(title: str) -> "Words":
    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Post.objects.published().filter(
            pk__in=[row.object_id for row in notifications], topic__in=Topic.objects.visible_to(reader)
        )
        found = {str(row.pk): row for row in rows.select_related("topic")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].topic.title},
                url=reverse("post", args=[row.object_id]),
            )
            for row in notifications
            if row.object_id in found
        }

    return words


if TYPE_CHECKING:
    from collections.abc import Callable

    Words = Callable[[Sequence[Notification], User], Mapping[int, Wording]]

registry.register("topic.started")(_topic_words("您关注的版块有新话题：%(title)s"))
registry.register("topic.replied")(_reply_words)
registry.register("topic.answer_accepted")(_topic_words("您的回答被采纳：%(title)s"))
registry.register("post.mentioned")(_post_words("有人提到您：%(title)s"))
registry.register("post.liked")(_post_words("有人赞了您的帖子：%(title)s"))
