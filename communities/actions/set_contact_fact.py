"""Writing down by which number or address a body is reached."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from communities.choices import ContactKind
from communities.models import Body, ContactFact
from events.record import record

_TOLD = ("kind", "label", "value", "is_public", "position")


def set_contact_fact(
    *,
    actor: AbstractUser | None,
    body: Body,
    kind: ContactKind,
    value: str,
    now: datetime,
    label: str = "",
    is_public: bool = True,
    position: int = 0,
    fact: ContactFact | None = None,
) -> ContactFact:
    """Add a contact fact to `body`, or change `fact`; all pages show it from then on, and the event tells the
    change.

    Args:
        actor: who writes it.
        body: whose it is.
        kind: phone, address …
        value: in any usual way of writing; it is kept in the one usual form.
        now: the present moment.
        label: what it is for.
        is_public: whether everybody sees it.
        position: its place in the list.
        fact: the fact to change; a new one where it is None.

    Raises:
        ValidationError: the value is not of its kind, or the body has the same fact already.
    """
    with transaction.atomic():
        if fact is not None:
            fact = ContactFact.objects.select_for_update().get(pk=fact.pk, body=body)
        row = fact or ContactFact(body=body)
        before = {name: getattr(row, name) for name in _TOLD} if row.pk else dict.fromkeys(_TOLD)
        row.kind, row.value, row.label = kind, value, label.strip()
        row.is_public, row.position = is_public, position
        row.full_clean()
        changes = {
            name: [before[name], getattr(row, name)] for name in _TOLD if before[name] != getattr(row, name)
        }
        if changes:
            row.save()
            record(
                actor=actor,
                verb="contact_fact.changed" if fact else "contact_fact.added",
                instance=row,
                body_id=body.pk,
                area_paths=[body.area.path],
                changes=changes,
            )
    return row
