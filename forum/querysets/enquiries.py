"""Reads of enquiries and referrals."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from forum.choices import OPEN_STATES, EnquiryState, ReferralState, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from communities.models import Body
    from forum.models import Enquiry, Referral  # noqa: F401


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Enquiries, what is due first, first."""

    def open(self) -> "EnquiryQuerySet":
        """Return those whose clock runs."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, *, today: date) -> "EnquiryQuerySet":
        """Return those that should have been answered before `today`."""
        return self.open().filter(due_on__lt=today)

    def public(self) -> "EnquiryQuerySet":
        """Return those that everybody may read of; private ones count in no number that is published."""
        return self.filter(topic__is_private=False, topic__state=State.PUBLISHED).exclude(
            state=EnquiryState.MERGED
        )

    def counted(self) -> "EnquiryQuerySet":
        """Return those that the figures count: public ones, also where a moderator has hidden the words.

        Otherwise an office that moderates could hide what it is late with.
        """
        shown = (State.PUBLISHED, State.HIDDEN, State.REJECTED)
        return self.filter(topic__is_private=False, topic__state__in=shown).exclude(state=EnquiryState.MERGED)

    def handled_by(self, user: "User | AnonymousUser") -> "EnquiryQuerySet":
        """Return those that the user's bodies answer. Twin of `forum.enquiries.can_handle`."""
        from forum.enquiries import answering_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(body__in=answering_bodies(user))


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals, the newest first."""

    def waiting_for(self, bodies: "list[Body]") -> "ReferralQuerySet":
        """Return those that `bodies` have to answer."""
        return self.filter(to_body__in=bodies, state__in=(ReferralState.SENT, ReferralState.RECEIVED))

    def visible_to(self, user: "User | AnonymousUser") -> "ReferralQuerySet":
        """Return those that the user's bodies sent or got. Twin of `forum.enquiries.can_see_referral`."""
        from forum.enquiries import answering_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        mine = answering_bodies(user)
        return self.filter(Q(from_body__in=mine) | Q(to_body__in=mine))
