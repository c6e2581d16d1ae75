"""Where a body's services lie in the page tree."""

from typing import TYPE_CHECKING, Final

from cms_pages.models import ServiceIndexPage
from cms_pages.notices.places import Place
from communities.choices import BodyKind
from communities.permissions import standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

PUBLISHING_KINDS: Final = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE)


def places_to_publish(user: "User | AnonymousUser") -> list[Place]:
    """Return the lists in which `user` writes services, one for each of their bodies; two queries."""
    writing = standing_of(user).bodies_with(Right.WRITE_PAGES)
    bodies = [body for body in writing if body.kind in PUBLISHING_KINDS]
    areas = [body.area_id for body in bodies]
    page_of = dict(ServiceIndexPage.objects.filter(area__in=areas).values_list("area", "pk"))
    return [Place(body, page_of[body.area_id]) for body in bodies if body.area_id in page_of]
