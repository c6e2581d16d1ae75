"""Reads of topics and posts."""

from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL

from communities.permissions import standing_of
from communities.roles import Right
from forum.choices import TRACES, State
from forum.querysets.boards import readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from forum.models import Post, Revision, Topic  # noqa: F401


_LISTED: Final = (
    *("board", "kind", "title", "state", "is_pinned", "is_locked", "tag_names", "accepted", "started_at"),
    *("last_post_at", "last_number", "post_count"),
    *("author__username", "author__nickname", "last_author__username", "last_author__nickname"),
    *("enquiry__state", "enquiry__due_on"),
)
# What a member's page asks about the member, beside the rows that it reads anyway. In SQL, as Django takes
# ten times longer to put a subquery together than the database to answer it; for the outermost query only.
_KNOWN: Final = """(SELECT mark.number FROM forum_readmark mark
    WHERE mark.topic_id = forum_topic.id AND mark.user_id = %s)"""
_WATCH_LEVEL: Final = """(SELECT watch.level FROM forum_watch watch
    WHERE watch.topic_id = forum_topic.id AND watch.user_id = %s)"""
_DRAFT_TEXT: Final = """(SELECT draft.text FROM forum_draft draft
    WHERE draft.topic_id = forum_topic.id AND draft.user_id = %s)"""
_TRUST: Final = "(SELECT member.trust FROM forum_member member WHERE member.user_id = %s)"
_HAS_DEEDS: Final = "EXISTS(SELECT 1 FROM forum_topicdeed deed WHERE deed.topic_id = forum_topic.id)"
_IS_LIKED: Final = """EXISTS(SELECT 1 FROM forum_like liking
    WHERE liking.post_id = forum_post.id AND liking.user_id = %s)"""


def _own(sql: str, user_id: Any, field: "models.Field[Any, Any]") -> RawSQL:
    return RawSQL(sql, (user_id,), field)  # noqa: S611 - one of the constants above


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics, the pinned and the newest first."""

    def listed(self) -> "TopicQuerySet":
        """Return what lists, counts, feeds and the search index may hold: published and not private."""
        return self.filter(state=State.PUBLISHED, is_private=False)

    def visible_to(self, user: "User | AnonymousUser") -> "TopicQuerySet":
        """Return the topics that `user` may read. Twin of `forum.permissions.can_see_topic`."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        shown = Q(state=State.PUBLISHED, is_private=False) & readable_by(user, "board__")
        if user.is_authenticated:
            own = Q(author=user.pk) & ~Q(state=State.DELETED)
            since = getattr(user, "assisted_since", None)
            shown |= own if since is None else own & (Q(is_private=False) | Q(started_at__gte=since))
            for body in standing_of(user).bodies_with(Right.MODERATE):
                shown |= Q(is_private=False, board__area__path__startswith=body.area.path)
            answering = standing_of(user).bodies_with(Right.ANSWER_ENQUIRIES)
            if answering:
                shown |= Q(is_private=True, enquiry__body__in=answering)
        return self.filter(shown)

    def as_read_by(self, user_id: Any) -> "TopicQuerySet":
        """Add what a member's page needs of them: `known` (the number read up to, or None).

        In the same statement, so that a page costs no more of them for a member's sake.

        Args:
            user_id: the member's key, or a slot for it; None for a visitor.
        """
        if user_id is None:
            return self
        return self.annotate(known=_own(_KNOWN, user_id, models.IntegerField()))

    def rows(self, *more: str) -> "TopicQuerySet":
        """Return them with what a list shows, and of people the names alone.

        Args:
            more: further fields, such as the name of the board (`board__name`).
        """
        related = sorted({"author", "last_author", "enquiry", *(name.split("__")[0] for name in more)})
        return self.select_related(*related).only(*_LISTED, *more)

    def with_wishes_of(self, user_id: Any) -> "TopicQuerySet":
        """Add `has_deeds`, and of a member `known`, `watch_level`, `draft_text` and `trust`, None where there
        is none.

        A topic's page would otherwise ask them one by one.

        Args:
            user_id: the member's key, or a slot for it; None for a visitor.
        """
        rows = self.annotate(has_deeds=RawSQL(_HAS_DEEDS, (), models.BooleanField()))  # noqa: S611 - constant
        if user_id is None:
            return rows
        return rows.as_read_by(user_id).annotate(
            watch_level=_own(_WATCH_LEVEL, user_id, models.CharField()),
            draft_text=_own(_DRAFT_TEXT, user_id, models.TextField()),
            trust=_own(_TRUST, user_id, models.IntegerField()),
        )


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by topic and number."""

    def published(self) -> "PostQuerySet":
        """Return what everybody who sees the topic reads."""
        return self.filter(state=State.PUBLISHED)

    def on_page(self, *, user_id: Any, may_moderate: bool) -> "PostQuerySet":
        """Return what stands on the topic's page for a reader: published posts, traces, one's own that wait.

        Args:
            user_id: the member's key, or a slot for it; None for a visitor.
            may_moderate: whether they keep order in the board.
        """
        if may_moderate:
            return self.all()
        shown = Q(state__in=(State.PUBLISHED, *TRACES))
        if user_id is not None:
            shown |= Q(author_id=user_id, state__in=(State.PENDING, State.REJECTED))
        return self.filter(shown)

    def rows_for(self, user_id: Any) -> Any:
        """Return rows with what a page shows of each post, and `is_liked` by the user; no whole objects.

        Otherwise three users and two posts would be made for each, of which a page needs six names.
        """
        likes: Any = Value(value=False)
        if user_id is not None:
            likes = _own(_IS_LIKED, user_id, models.BooleanField())
        return self.annotate(is_liked=likes).values_list(
            "pk",
            "number",
            "state",
            "html",
            "author_id",
            "author__username",
            "author__nickname",
            "written_at",
            "revision_count",
            "like_count",
            "pending_text",
            "attachment_count",
            "pending_attachments",
            "reply_to_id",
            "reply_to__number",
            "reply_to__author__username",
            "reply_to__author__nickname",
            "answered_for__name",
            "answered_for__short_name",
            "desk__name",
            "is_liked",
            named=True,
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What posts said before, by post and number."""

    def visible_to(self, user: "User | AnonymousUser", post: "Post") -> "RevisionQuerySet":
        """Return the revisions of `post` that `user` reads.

        What somebody else than the author took out, and all before it, is for the author and for moderators.
        """
        from forum.permissions import can_see_whole_history

        rows = self.filter(post=post)
        if can_see_whole_history(user, post):
            return rows
        foreign = rows.exclude(editor=post.author_id).order_by("-number").values_list("number", flat=True)
        return rows.filter(number__gt=foreign.first() or 0)
