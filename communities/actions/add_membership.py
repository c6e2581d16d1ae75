"""Giving somebody an office in a body."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.choices import Role
from communities.models import Body, Membership
from communities.permissions import check_grant
from communities.roles import WATCHED, WATCHES
from communities.words import role_word
from events.record import record


def add_membership(
    *,
    actor: User | None,
    user: User,
    body: Body,
    role: Role,
    now: datetime,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Membership:
    """Make `user` a `role` of `body`.

    Args:
        actor: who gives the office; None for a command, which is not asked for rights.
        user: who gets it.
        body: in which body.
        role: the office.
        now: the present moment.
        valid_from: its first day; today where it is None.
        valid_until: its last day; None for as long as nobody ends it.

    Raises:
        PermissionDenied: `actor` may not give this role here.
        ValidationError: the person holds it already, would watch over those with whom they work, or the dates
            don't fit.
    """
    if actor is not None:
        check_grant(actor, role, body)
    today = timezone.localdate(now)
    membership = Membership(
        user=user, body=body, role=role, valid_from=valid_from or today, valid_until=valid_until
    )
    if membership.valid_until and membership.valid_until < membership.valid_from:
        raise ValidationError({"valid_until": _("结束日期不能早于开始日期。")})
    if membership.valid_until and membership.valid_until < today:
        raise ValidationError({"valid_until": _("结束日期已经过去，任职要到今天或今天以后才结束。")})
    held = Membership.objects.filter(user=user, body=body, role=role).exclude(valid_until__lt=today)
    try:
        with transaction.atomic():
            if held.exists():
                raise ValidationError({"username": _("这个人已经是“%s”。") % role_word(role, body.area)})
            _check_apart(user, body, role, today)
            membership.save()
            record(
                actor=actor,
                verb="membership.added",
                instance=membership,
                body_id=body.pk,
                area_paths=[body.area.path],
                changes={"role": [None, str(role)], "user": [None, user.get_username()]},
            )
    except IntegrityError:
        # Two colleagues at once; the constraint let one of them.
        raise ValidationError({"username": _("这个人已经是“%s”。") % role_word(role, body.area)}) from None
    return membership


def _check_apart(user: User, body: Body, role: Role, today: date) -> None:
    # One at a time for a person, so that two offices given at the same moment see each other.
    User.objects.select_for_update().get(pk=user.pk)
    apart = WATCHED if role == WATCHES else frozenset({WATCHES}) if role in WATCHED else frozenset()
    there = Membership.objects.filter(user=user, body=body, role__in=apart).exclude(valid_until__lt=today)
    other = there.first()
    if other is not None:
        raise ValidationError(
            {
                "role": _("监督员不能由居委会（村委会）的工作人员兼任，这个人现在是“%s”。")
                % role_word(Role(other.role), body.area)
            }
        )
