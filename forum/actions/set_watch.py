from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from events.record import record
from forum.choices import WatchLevel
from forum.models import Board, Tag, Topic, Watch


@transaction.atomic
def set_watch(*, actor: User, of: Topic | Board | Tag, level: WatchLevel | None, now: datetime) -> None:
    """Hear, or no longer hear, of a topic, a board or a tag; None goes back to what is usual.

    Args:
        actor: whose wish it is.
        of: something that they see.
        level: watch or mute.
        now: the present moment.
    """
    target: dict[str, Any] = {of._meta.model_name or "": of}
    if level is None:
        Watch.objects.filter(user=actor, **target).delete()
    else:
        Watch.objects.update_or_create(user=actor, **target, defaults={"level": level})
    # The record of a letter names its number, never its title.
    named = of.enquiry if isinstance(of, Topic) and of.is_private else of
    record(actor=actor, verb="forum.watch_set", instance=named, now=now)
