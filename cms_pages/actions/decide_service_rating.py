from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import RATING_MOVES, RatingState
from cms_pages.models import ServiceRating
from cms_pages.services.permissions import check_manage
from design.formatting import safe_text
from events.record import record
from moderation.actions.close_item import close_item

LONGEST_REASON = 200


@transaction.atomic
def decide_service_rating(
    *, actor: User, rating: ServiceRating, state: RatingState, reason: str, now: datetime
) -> ServiceRating:
    """Publish or reject `rating`, also one that was decided otherwise before.

    Args:
        actor: an official of the service's publisher.
        rating: whatever its state.
        state: what it shall be; see `RATING_MOVES`.
        reason: why it is rejected, for its author; without meaning for a published one.
        now: the present moment.

    Raises:
        PermissionDenied: another body publishes the service.
        ValidationError: it can't become that from what it is, its words have changed, or a reason is missing.
    """
    check_manage(actor, rating.service)
    row = ServiceRating.objects.select_for_update(of=("self",)).select_related("service").get(pk=rating.pk)
    if row.said_at != rating.said_at:
        raise ValidationError(_("居民刚刚改写了这条评价，请重新看过再决定。"))
    settled = settle_rating(actor=actor, rating=row, state=state, reason=reason, now=now)
    close_item(actor=actor, instance=row, now=now)
    return settled


@transaction.atomic
def settle_rating(
    *,
    actor: User,
    rating: ServiceRating,
    state: RatingState,
    reason: str,
    now: datetime,
    is_undone: bool = False,
) -> ServiceRating:
    """Give `rating` its state, for whoever may decide: the publisher's list, or the moderators' queue.

    Args:
        actor: who decides; the caller has checked that they may.
        rating: whatever its state.
        state: what it shall be; see `RATING_MOVES`.
        reason: why it is rejected, for its author; without meaning for a published one.
        now: the present moment.
        is_undone: whether a decision is taken back, which may lead to any state.

    Raises:
        ValidationError: it can't become that from what it is, or a reason is missing.
    """
    row = ServiceRating.objects.select_for_update(of=("self",)).select_related("service").get(pk=rating.pk)
    before = RatingState(row.state)
    if not is_undone and state not in RATING_MOVES[before]:
        raise ValidationError(_("这条评价已经是“%(state)s”。") % {"state": before.label})
    reason = safe_text(reason).strip()[:LONGEST_REASON] if state == RatingState.REJECTED else ""
    if state == RatingState.REJECTED and not reason:
        raise ValidationError({"reason": _("请写明不公开的理由，评价人会看到。")})
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = (None, None) if state == RatingState.PENDING else (actor, now)
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        verb="service_rating.undone" if is_undone else f"service_rating.{state.value}",
        instance=row,
        body_id=row.service.body_owner_id,
        area_paths=row.service.served_areas.values_list("area__path", flat=True),
        changes={"state": [before.value, state.value], "reason": [None, reason]},
        now=now,
    )
    return row
