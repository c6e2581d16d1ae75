"""Who must hear that a picture or a document of the admin is another one now: pages that show it."""

from datetime import datetime
from typing import Any, Protocol

from events.registry import Registry


class Tell(Protocol):
    """What is told of a file that was changed, after it was saved."""

    def __call__(self, *, actor: Any, file: Any, now: datetime) -> None: ...


registry: Registry[Tell] = Registry("changes of files")
