"""Ratings of services in the moderators' one queue. The publisher's own list of ratings decides on the same
rows: whoever comes first settles both.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cms_pages.actions.decide_service_rating import settle_rating
from cms_pages.choices import RatingState
from cms_pages.models import ServiceRating
from moderation.kinds import Kind, Subject, registry


def _load(keys: Sequence[str]) -> Mapping[str, Subject]:
    rows = ServiceRating.objects.filter(pk__in=keys).select_related("service")
    return {
        str(row.pk): Subject(
            title=_("%(service)s，%(stars)d星") % {"service": row.service.title, "stars": row.stars},
            text=row.comment or _("（没有写评语）"),
            url=row.service.get_url() or "/",
            version=row.said_at.isoformat(),
            is_public=row.state == RatingState.PUBLISHED,
        )
        for row in rows
    }


def _set(key: str, actor: User, state: RatingState, reason: str, now: datetime) -> dict[str, Any]:
    row = ServiceRating.objects.select_related("service").get(pk=key)
    before = {"state": row.state, "reason": row.reason}
    settle_rating(actor=actor, rating=row, state=state, reason=reason, now=now)
    return before


def _approve(key: str, actor: User, _reason: str, now: datetime) -> dict[str, Any]:
    return _set(key, actor, RatingState.PUBLISHED, "", now)


def _reject(key: str, actor: User, reason: str, now: datetime) -> dict[str, Any]:
    return _set(key, actor, RatingState.REJECTED, reason, now)


def _undo(key: str, actor: User, before: dict[str, Any], now: datetime) -> None:
    row = ServiceRating.objects.select_related("service").get(pk=key)
    state = RatingState(before["state"])
    settle_rating(actor=actor, rating=row, state=state, reason=before["reason"], now=now, is_undone=True)


def _check_version(key: str, version: str) -> None:
    """Stop a decision on words that were changed meanwhile.

    Raises:
        ValidationError: they were, or are gone.
    """
    row = ServiceRating.objects.filter(pk=key).first()
    if row is None or row.said_at.isoformat() != version:
        raise ValidationError(_("居民刚刚改写了这条评价，请重新看过再决定。"))


registry.register("cms_pages.servicerating")(
    Kind(
        label=gettext_lazy("服务评价"),
        load=_load,
        approve=_approve,
        reject=_reject,
        undo=_undo,
        check_version=_check_version,
        tells_author=False,
    )
)
