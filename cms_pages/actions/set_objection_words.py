from datetime import datetime

from django.db import transaction

from accounts.models import User
from cms_pages.choices import WordsState
from cms_pages.models import DisclosureObjection
from events.record import record


@transaction.atomic
def set_objection_words(
    *, actor: User | None, objection_id: int, state: WordsState, now: datetime
) -> DisclosureObjection:
    """Let everybody read the words of an objection once it is answered, or keep them from the public.

    The clock for the answer runs on whatever is decided. Who may decide is `moderation`'s to ask, which calls
    this inside its own decision (`disclosures.moderated`).

    Args:
        actor: a moderator.
        objection_id: key of the objection.
        state: what becomes of its words.
        now: the present moment.
    """
    rows = DisclosureObjection.objects.select_for_update(of=("self",)).select_related("page__area")
    row: DisclosureObjection = rows.get(pk=objection_id)
    before, row.words_state = row.words_state, state
    row.save(update_fields=["words_state"])
    record(
        actor=actor,
        verb="disclosure_objection.words_decided",
        instance=row,
        body_id=row.page.body_owner_id,
        area_paths=[row.page.area.path],
        changes={"words_state": [before, state.value]},
        now=now,
    )
    return row
