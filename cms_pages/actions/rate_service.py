from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import RatingState
from cms_pages.models import ServicePage, ServiceRating
from cms_pages.models.services.rating import LONGEST_COMMENT, MOST_STARS
from cms_pages.services.permissions import check_rate
from design.formatting import safe_text
from events.record import record
from moderation.actions.open_item import open_item
from moderation.choices import Cause, Treatment
from moderation.screening.screen import screen


@transaction.atomic
def rate_service(
    *, actor: User, service: ServicePage, stars: int, comment: str, now: datetime
) -> ServiceRating:
    """Keep what `actor` says of `service`, for its publisher to decide on; it replaces what they said before.

    An answer to the earlier words goes with them. Sent twice with the same words, the second time changes
    nothing.

    Args:
        actor: a resident of some community.
        service: a published service that is not their own.
        stars: one to five.
        comment: their own words; may be empty.
        now: the present moment.

    Raises:
        PermissionDenied: they may not rate this service.
        ValidationError: no such number of stars, too many words, or one that may not be published.
    """
    check_rate(actor, service)
    comment = safe_text(comment).strip()
    if not 1 <= stars <= MOST_STARS:
        raise ValidationError({"stars": _("请选1到5星。")})
    if len(comment) > LONGEST_COMMENT:
        raise ValidationError({"comment": _("最多%(most)d个字。") % {"most": LONGEST_COMMENT}})
    found = screen(comment)
    if found.treatment == Treatment.BLOCK:
        raise ValidationError({"comment": _("含有不能发布的词：%s。") % "、".join(found.words)})
    comment = found.masked[:LONGEST_COMMENT]
    # Two forms at once: the second waits here, and then finds the row of the first.
    ServicePage.objects.select_for_update(of=("self",)).get(pk=service.pk)
    before = ServiceRating.objects.filter(service=service, author=actor).first()
    if before is not None and (before.stars, before.comment) == (stars, comment):
        return before
    was_shown = before is not None and before.state == RatingState.PUBLISHED
    rating, is_new = ServiceRating.objects.update_or_create(
        service=service,
        author=actor,
        defaults={
            "stars": stars,
            "comment": comment,
            "said_at": now,
            "state": RatingState.PENDING,
            "reason": "",
            "decided_by": None,
            "decided_at": None,
            "answer": "",
            "answered_for": None,
            "answered_at": None,
        },
    )
    open_item(
        actor=actor,
        instance=rating,
        body=service.body_owner,
        author_id=actor.pk,
        causes=[Cause.WORDS if found.treatment == Treatment.QUEUE else Cause.FIRST],
        words=found.words if found.treatment == Treatment.QUEUE else (),
        now=now,
    )
    record(
        actor=actor,
        verb="service_rating.submitted" if is_new else "service_rating.changed",
        instance=rating,
        body_id=service.body_owner_id,
        area_paths=service.served_areas.values_list("area__path", flat=True) if was_shown else [],
        now=now,
    )
    return rating
