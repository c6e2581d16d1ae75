from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.guides.permissions import check_keep_fact
from cms_pages.models import SharedFact, SharedFactValue
from communities.models import Body
from events.record import record

_FORBIDDEN_IN_NAMES = frozenset("[]\n")


@transaction.atomic
def set_shared_fact(
    *,
    actor: User | None,
    fact: SharedFact | None,
    name: str,
    unit: str,
    body: Body,
    value: str,
    source: str,
    effective_from: date,
    now: datetime,
) -> SharedFact:
    """Add a shared fact, or write down what it is from a day on; every guide that names it shows it from
    then.

    A value for a day that has one already corrects it; another day's adds to the history.

    Args:
        actor: an official of `body` or of the district; None for the demonstration.
        fact: the fact to change; None for a new one.
        name: by which guides refer to it; a present fact keeps its own.
        unit: written after the value.
        body: who keeps it.
        value: the figure, as it is written.
        source: the document that sets it.
        effective_from: the first day on which it holds.
        now: the present moment.

    Raises:
        PermissionDenied: `body` is not the actor's.
        ValidationError: by field, where something is missing, or the name is taken.
    """
    if actor is not None:
        check_keep_fact(actor, body)
        if fact is not None:
            check_keep_fact(actor, fact.body)
    name, value, source = name.strip(), value.strip(), source.strip()
    if fact is None and _FORBIDDEN_IN_NAMES & set(name):
        raise ValidationError({"name": _("名称里不能有方括号。")})
    row = fact or SharedFact(name=name)
    before = {"unit": row.unit, "body": row.body_id} if fact else {"unit": None, "body": None}
    row.unit, row.body = unit.strip(), body
    row.full_clean()
    row.save()
    held = row.values.filter(effective_from=effective_from).first()
    entry = held or SharedFactValue(fact=row, effective_from=effective_from)
    old = f"{entry.value}（{entry.source}）" if held else None
    entry.value, entry.source = value, source
    entry.full_clean()
    entry.save()
    after = {"unit": row.unit, "body": row.body_id}
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    new = f"{entry.value}（{entry.source}）"
    if new != old:
        changes["value"] = [old, new]
        changes["effective_from"] = [None, effective_from]
    if changes:
        record(
            actor=actor,
            verb="shared_fact.changed" if fact else "shared_fact.added",
            instance=row,
            body_id=body.pk,
            area_paths=[body.area.path],
            changes=changes,
            now=now,
        )
    return row
