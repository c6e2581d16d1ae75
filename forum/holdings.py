"""What the forum holds of a person: what they wrote, liked, voted, read and watch."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from forum.models import (
    Draft,
    Like,
    Member,
    Mention,
    PollVote,
    Post,
    ReadMark,
    Revision,
    TopicDeed,
    Watch,
)


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's posts with their topics, drafts, votes, likes and standing."""
    posts = Post.objects.filter(author_id=user.pk).select_related("topic").order_by("pk")
    drafts = Draft.objects.filter(user_id=user.pk).order_by("pk")
    votes = PollVote.objects.filter(user_id=user.pk).select_related("option").order_by("pk")
    member = Member.objects.filter(user_id=user.pk).first()
    return {
        "forum": {
            "posts": [
                {
                    "topic": post.topic.title,
                    "number": post.number,
                    "text": post.text,
                    "state": post.state,
                    "written_at": post.written_at.isoformat(),
                }
                for post in posts
            ],
            "drafts": [{"title": draft.title, "text": draft.text} for draft in drafts],
            "votes": [vote.option.text for vote in votes],
            "likes": Like.objects.filter(user_id=user.pk).count(),
            "introduction": member.introduction if member else "",
        }
    }


def erase(user: AbstractUser) -> None:
    """Take the person out. What they said in public stays, by an account that has no name any more."""
    for model in (Draft, ReadMark, Watch, Mention):
        model._default_manager.filter(user_id=user.pk).delete()
    Member.objects.filter(user_id=user.pk).update(introduction="", shows_posts=False, shows_numbers=False)
    TopicDeed.objects.filter(actor_id=user.pk).update(actor=None)


registry.register("forum")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset(
            f"forum.{model._meta.model_name}"
            for model in (Draft, Like, Member, Mention, PollVote, Post, ReadMark, Revision, TopicDeed, Watch)
        )
        | {"forum.topic"},
    )
)
