from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import RatingState
from cms_pages.models import ServiceRating
from cms_pages.models.services.rating import LONGEST_ANSWER
from cms_pages.services.permissions import check_answer
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def answer_service_rating(*, actor: User, rating: ServiceRating, answer: str, now: datetime) -> ServiceRating:
    """Answer a published rating in the name of the service's provider or publisher, once.

    Args:
        actor: who speaks for one of the two.
        rating: a published rating without an answer.
        answer: what they say to it.
        now: the present moment.

    Raises:
        PermissionDenied: they speak for neither.
        ValidationError: it is not published, has an answer, or the answer is empty or too long.
    """
    body = check_answer(actor, rating.service)
    answer = safe_text(answer).strip()
    if not answer:
        raise ValidationError({"answer": _("请填写回复。")})
    if len(answer) > LONGEST_ANSWER:
        raise ValidationError({"answer": _("最多%(most)d个字。") % {"most": LONGEST_ANSWER}})
    row = ServiceRating.objects.select_for_update(of=("self",)).select_related("service").get(pk=rating.pk)
    if row.state != RatingState.PUBLISHED:
        raise ValidationError(_("评价公开以后才能回复。"))
    if row.answer:
        raise ValidationError(_("这条评价已经回复过，每条只回复一次。"))
    row.answer, row.answered_for, row.answered_at = answer, body, now
    row.save(update_fields=["answer", "answered_for", "answered_at"])
    record(
        actor=actor,
        verb="service_rating.answered",
        instance=row,
        body_id=body.pk,
        area_paths=row.service.served_areas.values_list("area__path", flat=True),
        now=now,
    )
    return row
