"""Taking back a contact fact."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.models import ContactFact
from events.record import record


def remove_contact_fact(*, actor: AbstractUser | None, fact: ContactFact, now: datetime) -> None:
    """Delete `fact`; the event keeps what it was.

    Args:
        actor: who removes it.
        fact: the fact.
        now: the present moment.
    """
    with transaction.atomic():
        record(
            actor=actor,
            verb="contact_fact.removed",
            instance=fact,
            body_id=fact.body_id,
            area_paths=[fact.body.area.path],
            changes={"value": [fact.value, None], "kind": [fact.kind, None], "label": [fact.label, None]},
            is_tombstone=True,
        )
        fact.delete()
