"""Who may read which notice, open it for a body, and see who has signed."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms_pages.choices import Audience
from cms_pages.notices.recipients import receiving_area_ids
from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import NoticePage, NoticeRelease


def reading_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the bodies for which `user` reads what is sent to committees only."""
    return standing_of(user).bodies_with(Right.READ_COMMITTEE_NOTICES)


def publishing_body_ids(user: "User | AnonymousUser") -> list[int] | None:
    """Return the keys of the bodies whose pages `user` may publish; None where it is all of them."""
    if user.is_authenticated and user.is_active and user.is_superuser:
        return None
    return [body.pk for body in standing_of(user).bodies_with(Right.PUBLISH_PAGES)]


def can_see(user: "User | AnonymousUser", notice: "NoticePage") -> bool:
    """Return whether `user` may read the published `notice`. Twin of `NoticeQuerySet.visible_to`."""
    if not notice.live:
        return False
    if notice.audience != Audience.COMMITTEES:
        return True
    if user.is_authenticated and user.is_active and user.is_superuser:
        return True
    bodies = reading_bodies(user)
    if any(body.pk == notice.body_owner_id for body in bodies):
        return True
    return bool(bodies) and notice.audience_areas.filter(area_id__in=receiving_area_ids(bodies)).exists()


def bodies_that_receive(user: "User | AnonymousUser", notice: "NoticePage") -> list[Body]:
    """Return the bodies of `user` that `notice` was sent to, for which opening and signing counts."""
    if not notice.live or notice.audience != Audience.COMMITTEES:
        return []
    addressed = set(notice.audience_areas.values_list("area_id", flat=True))
    return [
        body
        for body in reading_bodies(user)
        if body.pk != notice.body_owner_id and addressed & receiving_area_ids([body])
    ]


def can_see_receipts(user: "User | AnonymousUser", notice: "NoticePage") -> bool:
    """Return whether `user` may see who has opened and signed `notice`: officials of its publisher."""
    return notice.audience == Audience.COMMITTEES and has_right(user, Right.SEE_RECEIPTS, notice.body_owner)


def check_sign(user: "User | AnonymousUser", notice: "NoticePage") -> list[Body]:
    """Return the bodies for which `user` signs `notice`.

    Raises:
        PermissionDenied: it was sent to none of the user's bodies.
    """
    bodies = bodies_that_receive(user, notice)
    if not bodies:
        raise PermissionDenied(_("这条公告没有发给您所在的单位，不用签收。"))
    return bodies


def can_publish_for(user: "User | AnonymousUser", body: Body | None) -> bool:
    """Return whether `user` may publish pages of `body`; of some body or other, where it is None."""
    return has_right(user, Right.PUBLISH_PAGES, body)


def can_change_release(user: "User | AnonymousUser", release: "NoticeRelease | None") -> bool:
    """Return whether `user` may plan, change or drop a release; asked without one, whether any."""
    return can_publish_for(user, release.body if release is not None else None)
