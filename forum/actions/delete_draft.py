from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.attaching import drop_drafts
from forum.models import Draft


@transaction.atomic
def delete_draft(*, actor: User, draft: Draft, now: datetime) -> None:
    """Throw away one's own draft, with the pictures and files in it."""
    drop_drafts(actor, now=now, pk=draft.pk)
