"""The block “我的论坛” of `/me/`: the newest topics and drafts, and the way to one's page."""

from typing import Any

from accounts import sections
from accounts.requests import SignedInRequest
from forum.choices import State
from forum.models import Draft, Topic

SHOWN = 5


def mine(request: SignedInRequest) -> dict[str, Any]:
    """Return what the request's user has started lately, and what they have begun."""
    topics = Topic.objects.filter(author=request.user).exclude(state=State.DELETED)
    drafts = Draft.objects.filter(user=request.user)
    return {
        "topics": topics.order_by("-pk")[:SHOWN],
        "drafts": drafts.select_related("topic", "board")[:SHOWN],
        "me": request.user,
    }


sections.registry.register("forum")(
    sections.Section(template="forum/section.html", context=mine, position=40)
)
