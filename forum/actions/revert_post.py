from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.actions.edit_post import edit_post
from forum.models import Post, Revision


@transaction.atomic
def revert_post(*, actor: User, post: Post, revision: Revision, seen: int, now: datetime) -> Post:
    """Give a post back the text that it had before a change; that, too, is a change in its history.

    Raises:
        PermissionDenied: they may not change it.
        ValidationError: somebody changed it meanwhile, or the old text is no longer accepted.
    """
    return edit_post(actor=actor, post=post, text=revision.text, seen=seen, now=now)
