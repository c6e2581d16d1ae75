"""Taking back a contact fact."""

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from communities.models import ContactFact
from events.record import record


def remove_contact_fact(*, actor: AbstractUser | None, fact: ContactFact, now: datetime) -> None:
    """Delete `fact`; the event keeps what it was.

    Args:
        actor: who removes it.
        fact: the fact.
        now: the present moment.

    Raises:
        ValidationError: a published page shows it.
    """
    try:
        with transaction.atomic():
            _remove(actor, fact)
    except ProtectedError:
        raise ValidationError(_("已发布的办事指南正在用“%s”，不能删除；有变动请直接修改。") % fact) from None


def _remove(actor: AbstractUser | None, fact: ContactFact) -> None:
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
