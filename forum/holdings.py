"""What the forum holds of a person: what they wrote, liked, voted, read and watch."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from forum.models import (
    Draft,
    Enquiry,
    EnquiryStep,
    Like,
    Member,
    Mention,
    PollVote,
    Post,
    ReadMark,
    Referral,
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
            "enquiries": [
                {"number": enquiry.number, "state": enquiry.state, "title": enquiry.topic.title}
                for enquiry in Enquiry.objects.filter(topic__author_id=user.pk).select_related("topic")
            ],
            "introduction": member.introduction if member else "",
        }
    }


def erase(user: AbstractUser) -> None:
    """Take the person out. What they said in public stays, by an account that has no name any more."""
    for model in (Draft, ReadMark, Watch, Mention):
        model._default_manager.filter(user_id=user.pk).delete()
    Member.objects.filter(user_id=user.pk).update(
        introduction="", shows_posts=False, shows_numbers=False, is_findable=False
    )
    TopicDeed.objects.filter(actor_id=user.pk).update(actor=None)
    # That an office dealt with something is the office's record; who of it did, goes.
    EnquiryStep.objects.filter(actor_id=user.pk).update(actor=None)
    Enquiry.objects.filter(assigned_to_id=user.pk).update(assigned_to=None)
    Enquiry.objects.filter(drafted_by_id=user.pk).update(drafted_by=None)
    for name in ("sent_by", "received_by", "answered_by"):
        Referral.objects.filter(**{name: user.pk}).update(**{name: None})


_HELD = (
    Draft,
    Enquiry,
    EnquiryStep,
    Like,
    Member,
    Mention,
    PollVote,
    Post,
    ReadMark,
    Referral,
    Revision,
    TopicDeed,
    Watch,
)
registry.register("forum")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset(f"forum.{model._meta.model_name}" for model in _HELD) | {"forum.topic"},
    )
)
