from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from forum.attaching import MOST, drop_drafts
from forum.models import Board, Draft, Topic
from forum.models.topics import LONGEST_TEXT, LONGEST_TITLE
from media.actions.claim_attachments import claim_attachments


@transaction.atomic
def save_draft(
    *,
    actor: User,
    board: Board | None,
    topic: Topic | None,
    title: str,
    text: str,
    now: datetime,
    attachments: Sequence[UUID] = (),
) -> Draft | None:
    """Keep what somebody has begun: a topic for `board`, or a reply in `topic`. Empty, there is none.

    The audit row says that there is one, and nothing of what it says: nobody else sees it.
    """
    target = {"board": board} if board is not None else {"topic": topic}
    title, text = safe_text(title)[:LONGEST_TITLE], safe_text(text)[:LONGEST_TEXT]
    if not title.strip() and not text.strip() and not attachments:
        drop_drafts(actor, now=now, **target)
        return None
    draft, _is_new = Draft.objects.update_or_create(
        user=actor, **target, defaults={"title": title, "text": text, "saved_at": now}
    )
    claim_attachments(actor=actor, owner=draft, keys=attachments[:MOST], most=MOST, now=now)
    record(actor=actor, verb="draft.saved", instance=draft, now=now)
    return draft
