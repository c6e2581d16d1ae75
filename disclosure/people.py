"""Who is told about a committee's disclosures."""

from datetime import datetime

from django.utils import timezone

from communities.choices import BodyKind
from communities.models import Body, Membership
from communities.roles import Right, roles_with


def people_of(body_ids: list[int], right: Right, *, now: datetime) -> list[int]:
    """Return the keys of the active people who have `right` in one of those bodies."""
    memberships = Membership.objects.current(today=timezone.localdate(now)).filter(
        body__in=body_ids, role__in=roles_with(right), user__is_active=True
    )
    return list(memberships.order_by("user").values_list("user_id", flat=True).distinct())


def writers_of(body: Body, *, now: datetime) -> list[int]:
    """Return the keys of those who write disclosures of a committee."""
    return people_of([body.pk], Right.WRITE_PAGES, now=now)


def supervisors_of(body: Body, *, now: datetime) -> list[int]:
    """Return the keys of those who check a committee's disclosures."""
    return people_of([body.pk], Right.CHECK_DISCLOSURES, now=now)


def overseers_of(body: Body, *, now: datetime) -> list[int]:
    """Return the keys of those who look after a committee: its street, or the district where the street
    has nobody.
    """
    above = Body.objects.filter(area__in=body.area.ancestor_ids).order_by()
    for kind in (BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE):
        people = people_of(
            list(above.filter(kind=kind).values_list("pk", flat=True)), Right.WRITE_PAGES, now=now
        )
        if people:
            return people
    return []
