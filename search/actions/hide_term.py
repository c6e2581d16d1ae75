from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from search.analysis import fold
from search.models import HiddenTerm
from search.permissions import check_keep_search
from search.words import forget


@transaction.atomic
def hide_term(*, actor: User, term: str, now: datetime, hidden: HiddenTerm | None = None) -> HiddenTerm:
    """Offer nobody what contains `term`, neither as a suggestion nor as what others ask; or change `hidden`.

    Raises:
        PermissionDenied: they don't keep the register.
        ValidationError: nothing, or what is hidden already.
    """
    check_keep_search(actor)
    term = " ".join(term.split())
    if not fold(term).strip():
        raise ValidationError({"term": _("请填写词语。")})
    row = hidden or HiddenTerm()
    if HiddenTerm.objects.filter(term=term).exclude(pk=row.pk).exists():
        raise ValidationError({"term": _("已有这个词。")})
    row.term = term
    row.save()
    record(
        actor=actor,
        verb="hidden_term.changed" if hidden is not None else "hidden_term.added",
        instance=row,
        now=now,
    )
    transaction.on_commit(forget)
    return row
