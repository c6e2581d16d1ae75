"""Reads of the catalogue and of duties."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from communities.calendar import add_working_days
from communities.choices import AreaState, CommunityKind
from communities.models import Area, Body
from communities.permissions import has_right
from communities.roles import Right
from disclosure.choices import AppliesTo, Cycle, DutyState, ReminderStage
from disclosure.clock import REMINDED_BEFORE

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from disclosure.models import DisclosureDuty, DisclosureItem  # noqa: F401

_FOREIGN = {CommunityKind.RESIDENTS: AppliesTo.VILLAGES, CommunityKind.VILLAGERS: AppliesTo.RESIDENTS}


def _visible_bodies(user: "User | AnonymousUser") -> Q:
    """Return the condition on `body` under which its rows are the user's to see in the workbench."""
    from disclosure.permissions import disclosing_bodies, overseen_areas

    mine = Q(body__in=[body.pk for body in disclosing_bodies(user)])
    for area in overseen_areas(user):
        mine |= Q(body__area__path__startswith=area.path)
    return mine


def _sees_all(user: "User | AnonymousUser") -> bool:
    return has_right(user, Right.MANAGE_DISTRICT)


class DisclosureItemQuerySet(models.QuerySet["DisclosureItem"]):
    """Items, the standard first."""

    def standard(self) -> "DisclosureItemQuerySet":
        """Return the district's catalogue."""
        return self.filter(body__isnull=True)

    def in_force(self, *, today: date) -> "DisclosureItemQuerySet":
        """Return the items that are asked for on `today`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today))

    def of_committee(self, body: Body) -> "DisclosureItemQuerySet":
        """Return the whole catalogue of a committee: the standard as far as it applies, and its own items."""
        kind = body.area.kind
        if kind not in _FOREIGN:
            return self.none()  # a virtual community has no catalogue
        standard = Q(body__isnull=True) & ~Q(applies_to=_FOREIGN[CommunityKind(kind)])
        return self.filter(standard | Q(body=body))

    def visible_to(self, user: "User | AnonymousUser") -> "DisclosureItemQuerySet":
        """Return the items that `user` finds in the workbench. Twin of `permissions.can_see_item`."""
        from disclosure.permissions import can_see_item

        if _sees_all(user):
            return self.all()
        if not can_see_item(user):
            return self.none()
        return self.filter(Q(body__isnull=True) | _visible_bodies(user))


class DisclosureDutyQuerySet(models.QuerySet["DisclosureDuty"]):
    """Duties, the first due first."""

    def of_active_areas(self) -> "DisclosureDutyQuerySet":
        """Return the duties of communities that were not abolished."""
        return self.filter(body__area__state=AreaState.ACTIVE)

    def within(self, area: Area) -> "DisclosureDutyQuerySet":
        """Return the duties of the committees in `area`."""
        return self.filter(body__area__path__startswith=area.path)

    def with_names(self) -> "DisclosureDutyQuerySet":
        """Return the duties with what their titles need."""
        return self.select_related("item", "body__area")

    def in_year(self, year: int) -> "DisclosureDutyQuerySet":
        """Return the duties whose last day on time lies in `year`."""
        return self.filter(due_on__gte=date(year, 1, 1), due_on__lte=date(year, 12, 31))

    def on_board(self, year: int, *, today: date) -> "DisclosureDutyQuerySet":
        """Return what the board of `year` counts, of periods that have begun.

        Of a year that is over, what had its last day in it. Of the present one also what is still owed
        from before, and what has its last day after the turn of the year.
        """
        if year != today.year:
            return self.in_year(year).begun(today=today)
        return self.begun(today=today).filter(Q(due_on__gte=date(year, 1, 1)) | Q(met_on__isnull=True))

    def unmet(self) -> "DisclosureDutyQuerySet":
        """Return those that nobody has met."""
        return self.filter(met_on__isnull=True)

    def begun(self, *, today: date) -> "DisclosureDutyQuerySet":
        """Return those whose period has begun."""
        return self.filter(starts_on__lte=today)

    def in_state(self, state: DutyState, *, today: date) -> "DisclosureDutyQuerySet":
        """Return those that stand at `state` on `today`. Twin of `clock.state_on`."""
        met = Q(met_on__isnull=False, met_on__lte=today)
        conditions = {
            DutyState.MET: met,
            DutyState.UPCOMING: ~met & Q(opens_on__gt=today),
            DutyState.DUE: ~met & Q(opens_on__lte=today, due_on__gte=today),
            DutyState.LATE: ~met & Q(due_on__lt=today, very_late_after__gte=today),
            DutyState.VERY_LATE: ~met & Q(very_late_after__lt=today),
        }
        return self.filter(conditions[state])

    def open_on(self, today: date) -> "DisclosureDutyQuerySet":
        """Return what may be met on `today` and is not: due, late or very late."""
        return self.unmet().filter(opens_on__lte=today)

    def settled(self, *, now: datetime) -> "DisclosureDutyQuerySet":
        """Return those that were met, or are overdue: what they say of the past must stay."""
        today = timezone.localdate(now)
        return self.filter(Q(met_on__isnull=False) | Q(due_on__lt=today))

    def to_remind(self, stage: ReminderStage, *, today: date) -> "DisclosureDutyQuerySet":
        """Return the unmet duties of areas in use that were not yet called to mind at `stage`, and should
        be.
        """
        conditions = {
            ReminderStage.SOON: Q(due_on__gte=today, due_on__lte=add_working_days(today, REMINDED_BEFORE)),
            ReminderStage.LATE: Q(due_on__lt=today),
            ReminderStage.VERY_LATE: Q(very_late_after__lt=today),
        }
        return (
            self.unmet()
            .of_active_areas()
            .filter(conditions[stage], opens_on__lte=today)
            .exclude(reminders__stage=stage)
        )

    def occasions(self) -> "DisclosureDutyQuerySet":
        """Return the duties that an occasion gave rise to."""
        return self.filter(item__cycle=Cycle.AT_ONCE)

    def counts(self, *, today: date) -> dict[str, int]:
        """Return how many duties there are by state, how many are judged, and how many of these were on time.

        Judged is what has been met, or whose last day is over.
        """
        met = Q(met_on__isnull=False, met_on__lte=today)
        totals: dict[str, int] = self.order_by().aggregate(**count_terms(met, today))
        return totals

    def counts_by_body(self, *, today: date) -> dict[int, dict[str, int]]:
        """Return the same by key of the committee, in one query."""
        met = Q(met_on__isnull=False, met_on__lte=today)
        counted: dict[int, dict[str, int]] = {}
        rows: Any = self.order_by().values("body_id").annotate(**count_terms(met, today))
        for row in rows:
            counted[row.pop("body_id")] = row
        return counted

    def visible_to(self, user: "User | AnonymousUser") -> "DisclosureDutyQuerySet":
        """Return the duties that `user` finds in the workbench. Twin of `permissions.can_see_duty`."""
        if _sees_all(user):
            return self.all()
        return self.filter(_visible_bodies(user))


def count_terms(met: Q, today: date) -> dict[str, Count]:
    """Return what is counted of duties for figures."""
    return {
        "met": Count("pk", filter=met),
        "upcoming": Count("pk", filter=~met & Q(opens_on__gt=today, starts_on__lte=today)),
        "due": Count("pk", filter=~met & Q(opens_on__lte=today, due_on__gte=today)),
        "late": Count("pk", filter=~met & Q(due_on__lt=today, very_late_after__gte=today)),
        "very_late": Count("pk", filter=~met & Q(very_late_after__lt=today)),
        "judged": Count("pk", filter=met | Q(due_on__lt=today)),
        "on_time": Count("pk", filter=met & Q(met_on__lte=F("due_on"))),
    }
