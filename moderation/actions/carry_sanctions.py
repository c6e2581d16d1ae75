"""A sanction stays with a person: whoever begins anew with the same number has it still."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contact, RealName, User
from communities.permissions import has_right
from communities.roles import Right
from events.record import record
from moderation.models import Sanction, SanctionMark
from moderation.models.queue import LONGEST_REASON


def carry_sanctions(*, actor: User | None, user: User, now: datetime) -> list[Sanction]:
    """Give `user` what holds against the numbers that are theirs now, and return it.

    Their own sanctions learn the numbers, too, as the next account may come with any of them. Safe to call
    again: nothing is carried twice, nor again once it was lifted.

    Args:
        actor: None; it follows from a number that was confirmed.
        user: who has just confirmed a number, or was given a sanction.
        now: the present moment.
    """
    with transaction.atomic():
        # One at a time for one person: two confirmed numbers may carry the same sanction.
        User.objects.select_for_update().get(pk=user.pk)
        prints = fingerprints_of(user)
        marked = Sanction.objects.in_force(now=now).filter(marks__fingerprint__in=prints).exclude(user=user)
        rows = marked.select_related("body").order_by("-ends_at", "pk").distinct()
        free = has_right(user, Right.MODERATE)
        carried = [
            _carry(actor, user, sanction, now)
            for sanction in rows
            if not free and not _is_held_already(user, sanction, now)
        ]
        for own in Sanction.objects.in_force(now=now).filter(user=user):
            SanctionMark.objects.bulk_create(
                [SanctionMark(sanction=own, fingerprint=one) for one in prints], ignore_conflicts=True
            )
    return carried


def fingerprints_of(user: User) -> list[str]:
    """Return the fingerprints of all numbers and addresses that `user` has proved to have."""
    contacts = Contact.objects.filter(user=user).values_list("fingerprint", flat=True)
    documents = RealName.objects.filter(user=user).values_list("fingerprint", flat=True)
    return [*contacts, *documents]


def _is_held_already(user: User, sanction: Sanction, now: datetime) -> bool:
    own = Sanction.objects.filter(user=user)
    alike = own.in_force(now=now).filter(
        kind=sanction.kind, body=sanction.body, ends_at__gte=sanction.ends_at
    )
    return own.filter(carried_from=sanction).exists() or alike.exists()


def _carry(actor: User | None, user: User, sanction: Sanction, now: datetime) -> Sanction:
    words = _("沿用您用同一号码注册的账号受到的处理：%(reason)s")
    reason = sanction.reason if sanction.carried_from_id else words % {"reason": sanction.reason}
    made = Sanction.objects.create(
        kind=sanction.kind,
        user=user,
        body=sanction.body,
        reason=reason[:LONGEST_REASON],
        given_by_id=sanction.given_by_id,
        starts_at=now,
        ends_at=sanction.ends_at,
        carried_from=sanction,
    )
    record(
        actor=actor,
        verb=f"sanction.{sanction.kind}",
        instance=made,
        body_id=made.body_id,
        changes={"ends_at": [None, made.ends_at.isoformat()], "reason": [None, made.reason]},
        now=now,
    )
    return made
