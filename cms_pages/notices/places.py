"""Where a body's notices lie in the page tree."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from cms_pages.models import DepartmentNoticesPage, NoticeIndexPage
from communities.choices import BodyKind
from communities.models import Body
from communities.permissions import standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Place:
    """A body, and the list that its new notices go below."""

    body: Body
    page_id: int


def places_to_publish(user: "User | AnonymousUser") -> list[Place]:
    """Return the lists in which `user` writes notices, one for each of their bodies that has one; two
    queries.
    """
    bodies = standing_of(user).bodies_with(Right.WRITE_PAGES)
    departments = [body.pk for body in bodies if body.kind == BodyKind.DEPARTMENT]
    own = dict(
        DepartmentNoticesPage.objects.filter(body_page__body__in=departments).values_list(
            "body_page__body", "pk"
        )
    )
    areas = {body.area_id for body in bodies if body.kind != BodyKind.DEPARTMENT}
    of_area = dict(NoticeIndexPage.objects.filter(area__in=areas).values_list("area", "pk"))
    found = [
        (body, own.get(body.pk) if body.kind == BodyKind.DEPARTMENT else of_area.get(body.area_id))
        for body in bodies
    ]
    return [Place(body=body, page_id=page_id) for body, page_id in found if page_id is not None]
