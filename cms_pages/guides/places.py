"""Where a body's guides lie in the page tree."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms_pages.guides.permissions import keeping_bodies
from cms_pages.models import DepartmentGuidesPage
from communities.models import Body

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class Place:
    """A department, and the page that its new guides go below."""

    body: Body
    page_id: int


def places_to_publish(user: "User | AnonymousUser") -> list[Place]:
    """Return the pages below which `user` writes guides, one for each of their departments; two queries."""
    bodies = keeping_bodies(user)
    pages = DepartmentGuidesPage.objects.filter(body_page__body__in=bodies)
    page_of = dict(pages.values_list("body_page__body", "pk"))
    return [Place(body=body, page_id=page_of[body.pk]) for body in bodies if body.pk in page_of]
