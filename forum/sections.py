"""The blocks “我的咨询投诉” and “我的论坛” of `/me/`: what became of one's enquiries, one's newest topics."""

from typing import Any

from accounts import sections
from accounts.requests import SignedInRequest
from forum.choices import State, TopicKind
from forum.enquiries import enquiries_of, own_rows
from forum.models import Draft, Topic

SHOWN = 5


def mine(request: SignedInRequest) -> dict[str, Any]:
    """Return what the request's user has started lately, and what they have begun."""
    topics = Topic.objects.filter(author=request.user).exclude(state=State.DELETED)
    topics = topics.exclude(kind=TopicKind.ENQUIRY)
    drafts = Draft.objects.filter(user=request.user)
    return {
        "topics": topics.order_by("-pk")[:SHOWN],
        "drafts": drafts.select_related("topic", "board")[:SHOWN],
        "me": request.user,
    }


def asked(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what the request's user has asked lately; None where they never have."""
    rows = own_rows(enquiries_of(request.user)[:SHOWN])
    return {"rows": rows} if rows else None


sections.registry.register("enquiries")(
    sections.Section(template="forum/enquiry/section.html", context=asked, position=38)
)
sections.registry.register("forum")(
    sections.Section(template="forum/section.html", context=mine, position=40)
)
