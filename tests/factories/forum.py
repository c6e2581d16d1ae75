"""Topics and posts, by the verbs that make them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from communities.choices import Role
from forum.actions.reply_topic import reply_topic
from forum.actions.start_topic import start_topic
from forum.models import Board, Member, Post, Topic
from tests.factories.district import District
from tests.factories.people import UserFactory

NEXT = count(1).__next__


def board_of(district: District, slug: str = "wuyixiang") -> Board:
    """Return the main board of the place."""
    return Board.objects.select_related("area__parent", "body").get(area=district[slug], parent=None)


def regular(district: District, slug: str = "wuyixiang", trust: int = 2, **fields: Any) -> User:
    """Return a resident who has written for long, so that nothing of theirs waits."""
    user = UserFactory(confirmed=True, member={Role.RESIDENT: district.body(slug)}, **fields)
    Member.objects.create(user=user, trust=trust, first_post_at=timezone.now() - timedelta(days=90))
    return user


def topic_in(board: Board, author: User, now: datetime | None = None, **fields: Any) -> Topic:
    """Start a topic, by the clock of `now` or a while ago, so that the next post is not too fast."""
    number = NEXT()
    given = {"title": f"楼道里的第{number}件事", "text": f"大家看看这件事怎么办，编号{number}。", **fields}
    return start_topic(actor=author, board=board, now=now or timezone.now() - timedelta(minutes=5), **given)


def reply_in(topic: Topic, author: User, text: str = "", now: datetime | None = None, **fields: Any) -> Post:
    """Reply in a topic."""
    return reply_topic(
        actor=author,
        topic=topic,
        text=text or f"我来说一句，编号{NEXT()}。",
        now=now or timezone.now() - timedelta(minutes=2),
        **fields,
    )
