"""What higher apps add to a person's own pages: blocks of “我的”, and the count beside the name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.requests import SignedInRequest
from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Section:
    """One block of `/me/`.

    Attributes:
        template: what shows it, with its own heading; it gets the context, and the request.
        context: returns what the template needs, or None where the block does not concern the request's user.
        position: lower comes first.
    """

    template: str
    context: Callable[[SignedInRequest], dict[str, Any] | None]
    position: int = 100


registry: Registry[Section] = Registry("account sections")
# How many things wait for the person to read; the header shows the sum.
unread_counts: "Registry[Callable[[User], int]]" = Registry("unread counts")
