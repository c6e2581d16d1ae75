"""Who may do what as a person of the site, whatever their office: posting in public."""

from typing import TYPE_CHECKING, Final, TypeAlias

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person: TypeAlias = User | AnonymousUser

# What the setting POSTING_CONFIRMATIONS may name: the ways in which the site can know who somebody is.
PHONE: Final = "phone"
DESK: Final = "desk"


def can_post(user: "Person") -> bool:
    """Return whether `user` may write where everybody reads: the site must know who they are.

    “Real name behind, nickname in front” (网络安全法第二十四条; 互联网跟帖评论服务管理规定第四条). Which
    confirmations count is the setting POSTING_CONFIRMATIONS; a right in a board or body is asked beside it.
    """
    return why_not_post(user) is None


def why_not_post(user: "Person") -> Promise | str | None:
    """Return why `user` may not post, in words that say what to do; None where they may."""
    if not user.is_authenticated:
        return _("请先登录，再发言。")
    if not user.is_active:
        return _("这个账号已经停用。")
    if user.waits_for_guardian:
        return _("未满14周岁，要先由监护人用手机确认同意。")
    if _is_known(user):
        return None
    if PHONE in settings.POSTING_CONFIRMATIONS:
        return _("发言前，请先在“我的”里确认手机号，或者带身份证到社区居委会确认。号码和姓名不会公开。")
    return _("发言前，请先带身份证到社区居委会确认一次身份。姓名不会公开。")


def check_post(user: "Person") -> None:
    """Check that `user` may post.

    Raises:
        PermissionDenied: they may not; the message says what to do.
    """
    reason = why_not_post(user)
    if reason is not None:
        raise PermissionDenied(reason)


def _is_known(user: "User") -> bool:
    # Nobody stands behind a demonstration account, and none of them works on a public server.
    if user.is_demonstration and settings.DEMONSTRATION:
        return True
    known = {PHONE: user.phone_confirmed_at, DESK: user.desk_confirmed_at}
    return any(known[way] is not None for way in settings.POSTING_CONFIRMATIONS)
