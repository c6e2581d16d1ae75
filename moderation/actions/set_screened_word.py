from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from moderation.choices import Treatment
from moderation.models import ScreenedWord
from moderation.permissions import can_keep_words
from moderation.screening.screen import forget
from moderation.screening.variants import normal

SHORTEST = 2


@transaction.atomic
def set_screened_word(
    *,
    actor: User | None,
    word: str,
    treatment: Treatment,
    note: str,
    now: datetime,
    screened: ScreenedWord | None = None,
) -> ScreenedWord:
    """Add a word to the list, or change `screened`.

    Args:
        actor: a district administrator; None for the demonstration and the first list.
        word: as people write it; how it is compared follows from it.
        treatment: mask, queue or block.
        note: why it is on the list; may be empty.
        now: the present moment.
        screened: the row to change; None adds one.

    Raises:
        PermissionDenied: they don't keep the list.
        ValidationError: too short to be told from other words, or on the list already.
    """
    if actor is not None and not can_keep_words(actor):
        raise PermissionDenied
    word = safe_text(word).strip()[:40]
    form = normal(word).form[:40]
    if len(form) < SHORTEST:
        raise ValidationError({"word": _("至少写两个字或字母，一个字会误伤太多正常的话。")})
    twin = ScreenedWord.objects.filter(form=form)
    if screened is not None:
        twin = twin.exclude(pk=screened.pk)
    if twin.exists():
        raise ValidationError({"word": _("名单里已经有这个词（或它的另一种写法）。")})
    row = screened or ScreenedWord()
    before = row.treatment if row.pk else None
    row.word, row.form, row.treatment, row.note = word, form, treatment, safe_text(note).strip()[:200]
    row.changed_at, row.changed_by = now, actor
    row.save()
    record(
        actor=actor,
        verb="screened_word.changed" if screened is not None else "screened_word.added",
        instance=row,
        changes={"treatment": [before, str(treatment)]},
        now=now,
    )
    transaction.on_commit(forget)
    return row
