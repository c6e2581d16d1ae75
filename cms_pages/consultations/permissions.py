"""Who asks, who answers, and who reads what was answered."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.permissions import why_not_post
from cms_pages.choices import ConsultationAudience, ConsultationState, OpinionDisplay, OpinionState
from communities.models import Body
from communities.permissions import has_right, standing_of
from communities.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import ConsultationPage, Opinion


def publishing_bodies(user: "User | AnonymousUser") -> list[Body]:
    """Return the bodies whose consultations `user` publishes and answers for."""
    return standing_of(user).bodies_with(Right.PUBLISH_PAGES)


def can_see(user: "User | AnonymousUser", consultation: "ConsultationPage") -> bool:
    """Return whether `user` may see `consultation`. Twin of `ConsultationQuerySet.visible_to`."""
    return consultation.live or can_manage(user, consultation)


def can_manage(user: "User | AnonymousUser", consultation: "ConsultationPage") -> bool:
    """Return whether `user` answers for `consultation`: officials of its publisher."""
    return has_right(user, Right.PUBLISH_PAGES, consultation.body_owner)


def check_manage(user: "User | AnonymousUser", consultation: "ConsultationPage") -> None:
    """Let those pass who answer for `consultation`.

    Raises:
        PermissionDenied: another body asks.
    """
    if not can_manage(user, consultation):
        raise PermissionDenied(_("这项征集由%(body)s负责。") % {"body": consultation.body_owner})


def can_see_opinion(user: "User | AnonymousUser", opinion: "Opinion") -> bool:
    """Return whether `user` may read `opinion`. Twin of `OpinionQuerySet.visible_to`."""
    consultation = opinion.consultation
    if (
        opinion.state == OpinionState.PUBLISHED
        and consultation.live
        and consultation.display != OpinionDisplay.NEVER
    ):
        return True
    if user.is_authenticated and opinion.author_id == user.pk:
        return True
    return can_manage(user, consultation)


def check_give_opinion(
    user: "User | AnonymousUser", consultation: "ConsultationPage", *, now: datetime
) -> None:
    """Let those pass who may give or change their opinion at `now`.

    Raises:
        PermissionDenied: it is not open, it is their own, or it is for others; the message says what to do.
    """
    state = consultation.state_at(now)
    if state == ConsultationState.COMING:
        raise PermissionDenied(_("征集还没有开始。"))
    if state != ConsultationState.OPEN:
        raise PermissionDenied(_("征集已经结束，不再接收和修改意见。"))
    if can_manage(user, consultation):
        raise PermissionDenied(_("征集单位的工作人员不能在这里提交意见。"))
    if consultation.audience == ConsultationAudience.EVERYBODY:
        return
    if not user.is_authenticated:
        raise PermissionDenied(_("请先登录，并在“我的”里加入社区。"))
    communities = [m.body.area for m in standing_of(user).memberships]
    if not communities:
        raise PermissionDenied(_("先在“我的”里加入社区，才能提交意见。"))
    if consultation.audience == ConsultationAudience.RESIDENTS and not any(
        area.path.startswith(consultation.area.path) for area in communities
    ):
        raise PermissionDenied(_("这项征集只向%(area)s的居民征求意见。") % {"area": consultation.area})
    if consultation.display != OpinionDisplay.NEVER:
        # What others read is public speech; what only the body reads is not.
        reason = why_not_post(user)
        if reason is not None:
            raise PermissionDenied(str(reason))


def can_give_opinion(
    user: "User | AnonymousUser", consultation: "ConsultationPage", *, now: datetime
) -> bool:
    """Return whether `user` may give or change their opinion at `now`."""
    try:
        check_give_opinion(user, consultation, now=now)
    except PermissionDenied:
        return False
    return True
