"""Which bodies a notice for committees was sent to, and which areas a body receives notices for."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from communities.choices import BodyKind, Level
from communities.models import Body, Membership
from communities.querysets import BodyQuerySet
from communities.roles import Right, roles_with

if TYPE_CHECKING:
    from cms_pages.models import NoticePage

# Committees, and the street offices between them and the district.
RECEIVING_KINDS = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE)


def receiving_area_ids(bodies: Iterable[Body]) -> set[int]:
    """Return the keys of the areas whose notices for committees reach one of `bodies`: its area and those
    above.
    """
    return {key for body in bodies if body.kind in RECEIVING_KINDS for key in body.area.ancestor_ids}


def recipients(notice: "NoticePage", *, today: date) -> BodyQuerySet:
    """Return the bodies that the published `notice` was sent to: committees and street offices in its
    audience.

    The publisher itself is none of them. By area, so that a street comes before its communities.
    """
    rows = notice.audience_areas.values_list("area__level", "area_id", "area__path")
    # Communities by key and only streets or the district by prefix: 1,500 prefixes would be too deep a
    # condition.
    within = Q(area_id__in=[key for level, key, _path in rows if level == Level.COMMUNITY])
    for level, _key, path in rows:
        if level != Level.COMMUNITY:
            within |= Q(area__path__startswith=path)
    return (
        Body.objects.current(today=today)
        .filter(within, kind__in=RECEIVING_KINDS)
        .exclude(pk=notice.body_owner_id)
        .select_related("area", "area__parent")
        .order_by("area__path", "pk")
    )


def officials_of(bodies: Iterable[Body], *, today: date) -> list[int]:
    """Return the keys of the people who read what is sent to one of `bodies`, each once."""
    memberships = Membership.objects.current(today=today).filter(
        body__in=list(bodies), role__in=roles_with(Right.READ_COMMITTEE_NOTICES), user__is_active=True
    )
    return list(memberships.order_by("user").values_list("user_id", flat=True).distinct())
