"""How a notification is worded. Rows store a kind and an object; the title is read, with its rights, when shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification


@dataclass(frozen=True)
class Wording:
    """What a reader sees of a notification."""

    title: str
    url: str


# A renderer returns None where the reader may not, or may no longer, see the object.
Renderer = Callable[["Notification", "User"], Wording | None]

registry: Registry[Renderer] = Registry("notification wordings")
