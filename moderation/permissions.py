"""Who moderates what: whoever has `Right.MODERATE` in a body, for that body and all within its area."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communities.models import Area, Body
from communities.permissions import has_right, standing_of
from communities.roles import Right
from design.formatting import cn_datetime
from events.prepared import Prepared, slot
from moderation.choices import AppealState, SanctionKind
from moderation.querysets.queue import bodies_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from moderation.models import Appeal, QueueItem, Sanction, ScreenedWord


def _sanctions_in_force() -> "QuerySet[Sanction]":
    from moderation.models import Sanction

    rows = Sanction.objects.in_force(now=slot("now", models.DateTimeField)).filter(user_id=slot("user"))
    return rows.select_related("body__area").order_by("-ends_at", "-pk")


_in_force = Prepared(_sanctions_in_force)


def moderated_bodies(user: "User | AnonymousUser") -> QuerySet[Body]:
    """Return the bodies for which `user` moderates; every body for a superuser."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return Body.objects.all()
    return bodies_within(standing_of(user).bodies_with(Right.MODERATE))


def can_moderate(user: "User | AnonymousUser", body: Body | None = None) -> bool:
    """Return whether `user` moderates what belongs to `body`; with None, whether they moderate anything."""
    if has_right(user, Right.MODERATE, body):
        return True
    if body is None:
        return False
    mine = standing_of(user).bodies_with(Right.MODERATE)
    return any(body.area.path.startswith(own.area.path) for own in mine)


def can_moderate_area(user: "User | AnonymousUser", area: Area) -> bool:
    """Return whether `user` moderates in `area`: the bodies that they moderate for lie in it or above it."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    mine = standing_of(user).bodies_with(Right.MODERATE)
    return any(area.path.startswith(own.area.path) for own in mine)


def check_moderate(user: "User | AnonymousUser", body: Body) -> None:
    """Let those pass who moderate for `body`.

    Raises:
        PermissionDenied: they do not.
    """
    if not can_moderate(user, body):
        raise PermissionDenied(_("这里由“%(body)s”的版主管理。") % {"body": body})


def can_see_item(user: "User | AnonymousUser", item: "QueueItem") -> bool:
    """Return whether `user` finds `item` in their queue. Twin of `QueueItemQuerySet.visible_to`."""
    return can_moderate(user, item.body)


def can_see_sanction(user: "User | AnonymousUser", sanction: "Sanction | None" = None) -> bool:
    """Return whether `user` sees `sanction` in the register. Twin of `SanctionQuerySet.visible_to`."""
    return can_moderate(user, sanction.body if sanction is not None else None)


def can_see_appeal(user: "User | AnonymousUser", appeal: "Appeal | None" = None) -> bool:
    """Return whether `user` reads `appeal`. Twin of `AppealQuerySet.visible_to`."""
    if appeal is None:
        return can_moderate(user)
    return (user.is_authenticated and appeal.appellant_id == user.pk) or can_moderate(user, appeal.body)


def can_decide_appeal(user: "User | AnonymousUser", appeal: "Appeal") -> bool:
    """Return whether `user` may decide: a moderator, and neither who decided before nor who appeals."""
    if appeal.state != AppealState.WAITING or not can_moderate(user, appeal.body):
        return False
    return user.pk not in (appeal.against_id, appeal.appellant_id)


def can_keep_words(user: "User | AnonymousUser", _word: "ScreenedWord | None" = None) -> bool:
    """Return whether `user` keeps the list of screened words. Twin of `ScreenedWordQuerySet.visible_to`."""
    return has_right(user, Right.MANAGE_DISTRICT)


def sanction_against(user: "User | AnonymousUser", area: Area, *, now: datetime) -> "Sanction | None":
    """Return what keeps `user` from writing in `area` at `now`, the longest; None where nothing does. One
    query.

    A silence holds within the area of the body that gave it, a suspension everywhere.
    """
    if not user.is_authenticated:
        return None
    holding = [
        row
        for row in _in_force(user=user.pk, now=now)
        if row.kind == SanctionKind.SUSPEND or area.path.startswith(row.body.area.path)
    ]
    return holding[0] if holding else None


def check_not_sanctioned(user: "User | AnonymousUser", area: Area, *, now: datetime) -> None:
    """Let those pass whom no sanction keeps from writing in `area`.

    Raises:
        PermissionDenied: one does; the message says until when, why and where to appeal.
    """
    found = sanction_against(user, area, now=now)
    if found is not None:
        raise PermissionDenied(
            _("您被%(kind)s至 %(until)s，理由：%(reason)s。不服可以在“我的”里申诉。")
            % {"kind": found.get_kind_display(), "until": cn_datetime(found.ends_at), "reason": found.reason}
        )
