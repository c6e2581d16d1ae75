"""Who assures a service, decides on ratings and proposals, answers, proposes and rates."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from cms_pages.choices import RatingState
from communities.lifecycle import check_open
from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import ServicePage, ServiceProposal, ServiceRating


def publishing_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the bodies whose services `user` publishes and answers for."""
    return standing_of(user).bodies_with(Right.PUBLISH_PAGES)


def proposing_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the bodies in whose name `user` proposes changes to the services that they provide."""
    return standing_of(user).bodies_with(Right.PROPOSE_CHANGES)


def can_see(user: "User | AnonymousUser", service: "ServicePage") -> bool:
    """Return whether `user` may see `service`. Twin of `ServiceQuerySet.visible_to`."""
    return service.live or has_right(user, Right.PUBLISH_PAGES, service.body_owner)


def can_manage(user: "User | AnonymousUser", service: "ServicePage") -> bool:
    """Return whether `user` answers for `service`: officials of its publisher."""
    return has_right(user, Right.PUBLISH_PAGES, service.body_owner)


def check_manage(user: "User | AnonymousUser", service: "ServicePage") -> None:
    """Let those pass who answer for `service`.

    Raises:
        PermissionDenied: another body publishes it.
    """
    if not can_manage(user, service):
        raise PermissionDenied(_("这项服务由%(body)s管理。") % {"body": service.body_owner})


def can_rate(user: "User | AnonymousUser", service: "ServicePage") -> bool:
    """Return whether `user` may rate `service`: who may post, and neither publishes nor provides it."""
    if not has_right(user, Right.POST) or can_manage(user, service):
        return False
    return not can_propose(user, service)


def check_rate(user: "User | AnonymousUser", service: "ServicePage") -> None:
    """Let those pass who may rate `service`.

    Raises:
        PermissionDenied: they have joined no community, or it is their own service.
    """
    if not has_right(user, Right.POST):
        raise PermissionDenied(_("先在“我的”里加入社区，才能评价。"))
    if not can_rate(user, service):
        raise PermissionDenied(_("不能评价本单位的服务。"))
    _check_area(service)


def can_see_rating(user: "User | AnonymousUser", rating: "ServiceRating") -> bool:
    """Return whether `user` may read `rating`. Twin of `ServiceRatingQuerySet.visible_to`."""
    if rating.state == RatingState.PUBLISHED and rating.service.live:
        return True
    if user.is_authenticated and rating.author_id == user.pk:
        return True
    return can_manage(user, rating.service)


def can_propose(user: "User | AnonymousUser", service: "ServicePage") -> bool:
    """Return whether `user` may propose changes to `service`: contacts of the unit that provides it."""
    body = service.provider
    return body is not None and any(own.pk == body.pk for own in proposing_bodies(user))


def check_propose(user: "User | AnonymousUser", service: "ServicePage") -> None:
    """Let those pass who may propose changes to `service`.

    Raises:
        PermissionDenied: they don't speak for its provider.
    """
    if not can_propose(user, service):
        raise PermissionDenied(_("只有服务单位的联系人可以提出修改。"))
    _check_area(service)


def _check_area(service: "ServicePage") -> None:
    """Refuse what is new in an abolished area.

    Raises:
        PermissionDenied: with where to go instead.
    """
    try:
        check_open(service.area)
    except ValidationError as closed:
        raise PermissionDenied(closed.messages[0]) from None


def can_see_proposal(user: "User | AnonymousUser", proposal: "ServiceProposal") -> bool:
    """Return whether `user` may read `proposal`. Twin of `ServiceProposalQuerySet.visible_to`."""
    if can_manage(user, proposal.service):
        return True
    return any(own.pk == proposal.body_id for own in proposing_bodies(user))


def answering_body(user: "User | AnonymousUser", service: "ServicePage") -> Body | None:
    """Return the body for which `user` answers ratings of `service`: its publisher, or its provider."""
    publisher: Body = service.body_owner
    if can_manage(user, service):
        return publisher
    provider: Body | None = service.provider
    return provider if can_propose(user, service) else None


def check_answer(user: "User | AnonymousUser", service: "ServicePage") -> Body:
    """Return the body for which `user` answers.

    Raises:
        PermissionDenied: they speak neither for the publisher nor for the provider.
    """
    body = answering_body(user, service)
    if body is None:
        raise PermissionDenied(_("只有发布单位和服务单位可以回复评价。"))
    return body
