"""Reads of topics and posts."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from communities.permissions import standing_of
from communities.roles import Right
from forum.choices import TRACES, State
from forum.querysets.boards import readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from forum.models import Post, Topic  # noqa: F401


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
            shown |= Q(author=user.pk) & ~Q(state=State.DELETED)
            for body in standing_of(user).bodies_with(Right.MODERATE):
                shown |= Q(is_private=False, board__area__path__startswith=body.area.path)
            answering = standing_of(user).bodies_with(Right.ANSWER_ENQUIRIES)
            if answering:
                shown |= Q(is_private=True, enquiry__body__in=answering)
        return self.filter(shown)


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by topic and number."""

    def published(self) -> "PostQuerySet":
        """Return what everybody who sees the topic reads."""
        return self.filter(state=State.PUBLISHED)

    def on_page(self, *, user: "User | AnonymousUser", may_moderate: bool) -> "PostQuerySet":
        """Return what stands on the topic's page for `user`: published posts, traces, one's own that wait."""
        if may_moderate:
            return self.all()
        shown = Q(state__in=(State.PUBLISHED, *TRACES))
        if user.is_authenticated:
            shown |= Q(author=user.pk, state__in=(State.PENDING, State.REJECTED))
        return self.filter(shown)
