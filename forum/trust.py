"""Trust by conduct: what a member has written, what others liked of it, and what moderators had to reject."""

from datetime import datetime, timedelta
from typing import Final

from forum.choices import Trust
from forum.models import Member
from moderation.choices import ItemState
from moderation.models import QueueItem

# Posts, likes and days since the first post that a level needs. A rejection within the last 60 days keeps
# back.
LEVELS: Final = (
    (Trust.REGULAR, 200, 100, 180),
    (Trust.TRUSTED, 30, 10, 30),
    (Trust.KNOWN, 3, 0, 1),
)
CLEAN_FOR: Final = timedelta(days=60)


def level_for(member: Member, *, rejections: int, now: datetime) -> Trust:
    """Return the level that the member's conduct has earned, with so many rejections lately."""
    if member.first_post_at is None or rejections > 2:
        return Trust.NEW
    for level, posts, likes, days in LEVELS:
        grown = member.post_count >= posts and member.likes_received >= likes
        if grown and now - member.first_post_at >= timedelta(days=days):
            return level if rejections == 0 else Trust(max(level - 1, Trust.NEW))
    return Trust.NEW


def refresh(member: Member, *, now: datetime) -> None:
    """Bring the member's level up to date, where something about it may have changed."""
    rejections = QueueItem.objects.filter(
        author=member.user_id, state=ItemState.REJECTED, closed_at__gt=now - CLEAN_FOR
    ).count()
    level = level_for(member, rejections=rejections, now=now)
    if level != member.trust:
        member.trust = level
        member.save(update_fields=["trust"])
