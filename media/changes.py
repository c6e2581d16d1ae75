"""Who must hear that a picture or a document of the admin is another one now, or gone: pages that show it."""

from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from events.registry import Registry


class Tell(Protocol):
    """What is told of a file after it was saved, or before its row goes, in the transaction of that."""

    def __call__(self, *, actor: Any, file: Any, is_deleted: bool, now: datetime) -> None: ...


registry: Registry[Tell] = Registry("changes of files")


def tell_all(*, file: Any, actor: Any = None, is_deleted: bool = False) -> None:
    """Tell everybody of a file; without `actor` it was whoever Wagtail writes its log for, if anybody."""
    who = actor or get_active_log_context().user
    for _key, tell in registry:
        tell(actor=who, file=file, is_deleted=is_deleted, now=timezone.now())
