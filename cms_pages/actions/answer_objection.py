"""A committee answers an objection."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.disclosures.permissions import check_answer
from cms_pages.models import DisclosureObjection
from cms_pages.models.disclosures.objection import LONGEST_ANSWER
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def answer_objection(
    *, actor: User, objection: DisclosureObjection, answer: str, will_correct: bool, now: datetime
) -> DisclosureObjection:
    """Answer in public, once; where a correction is promised, the next version is linked to the objection.

    Args:
        actor: officials of the committee.
        objection: one that has no answer.
        answer: what everybody reads.
        will_correct: whether the disclosure will be corrected.
        now: the present moment.

    Raises:
        PermissionDenied: it is another committee's, or answered.
        ValidationError: no words, or too many.
    """
    kept = (
        DisclosureObjection.objects.select_for_update(of=("self",))
        .select_related("page__body_owner", "page__area")
        .get(pk=objection.pk)
    )
    check_answer(actor, kept)
    answer = safe_text(answer).strip()
    if not answer or len(answer) > LONGEST_ANSWER:
        raise ValidationError({"answer": _("请用1到%d个字答复。") % LONGEST_ANSWER})
    kept.answer, kept.will_correct = answer, will_correct
    kept.answered_by, kept.answered_at = actor, now
    kept.save()
    record(
        actor=actor,
        verb="disclosure_objection.answered",
        instance=kept,
        body_id=kept.page.body_owner_id,
        area_paths=[kept.page.area.path],
        now=now,
    )
    return kept
