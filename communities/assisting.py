"""代办: while an official acts for a resident, requests are the resident's, and every page says so.

The official's session names the assisted session, and a cookie says that there is one. Without the cookie no
page looks for it, so that pages for everybody stay kept; with it no page is kept, none is given from what was
kept, and each bears the banner. The cookie grants nothing: whose hand it is stands in the official's session.

What may be done so is a closed list (`addresses`). Nothing of the account is on it: passwords, second factor,
contacts, the copy of one's data, closing, notices and drafts are the resident's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.middleware import SAFE_METHODS
from accounts.models import User
from communities.actions.end_assisted_session import end_assisted_session
from communities.choices import AssistEnd
from communities.models import AssistedAct, AssistedSession, Body
from communities.permissions import can_assist, can_be_assisted
from events.consumers import register
from events.context import current
from events.models import Event
from events.record import record
from events.registry import Registry

COOKIE: Final = "assisting"
SESSION_KEY: Final = "assisted_session"
OWN_VERBS: Final = "assisted_session."
_NEVER: Final = ("/me/", "/accounts/", "/admin/")
# These two are the official's own steps, in the official's own name.
_STEPS: Final = frozenset({"assisting-end", "account_logout"})


@dataclass(frozen=True)
class Doable:
    """Something that an official may do for a resident.

    Attributes:
        label: what it is called in the list; empty for a further step of something else.
        url: where it begins, a path; empty where it begins on some page of its own.
    """

    label: str | Promise = ""
    url: Callable[[], str] | None = None


# By the name of the address. What is not here can be read, if it is public, and not written.
addresses: Registry[Doable] = Registry("what can be done for residents")
# Pages that only look public: they show what is the resident's own.
closed: Registry[bool] = Registry("what is not read for residents")


class AssistedSessionMiddleware:
    """Make the resident the request's user, write each act down, and end what is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if COOKIE not in request.COOKIES:
            return self.get_response(request)
        # An address that leads nowhere never gets to `process_view`: its error page bears the banner, too,
        # and what is on stays on.
        request.assisted = _session_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        session: AssistedSession | None = request.assisted  # type: ignore[attr-defined]
        if session is None or COOKIE in response.cookies:
            if COOKIE not in response.cookies:
                response.delete_cookie(COOKIE, samesite="Lax")
            return response
        response["Cache-Control"] = "no-store"
        if request.method not in SAFE_METHODS and getattr(request, "acts_for_resident", False):
            _write_down(request, session, response.status_code)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request act for the resident, or refuse it.

        Raises:
            PermissionDenied: it can't be done for somebody else.
        """
        if COOKIE not in request.COOKIES:
            return None
        now = timezone.now()
        official = request.user
        if SESSION_KEY not in request.session or not isinstance(official, User):
            return None
        session: AssistedSession | None = request.assisted  # type: ignore[attr-defined]
        request.assisted = None  # type: ignore[attr-defined]
        end = _why_over(session, official, now)
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if session is None or end is not None:
            del request.session[SESSION_KEY]
            if session is not None and end is not None:
                end_assisted_session(actor=None, session=session, end=end, now=now)
            if name in _STEPS:
                return None
            messages.info(request, _("代办已经结束，下面又是您自己的账号。"))
            return redirect("assist:index")
        request.assisted = session  # type: ignore[attr-defined]
        if name in _STEPS:
            if name == "account_logout" and request.method == "POST":
                end_assisted_session(actor=official, session=session, end=AssistEnd.SIGNED_OUT, now=now)
            return None
        resident = session.resident
        resident.assisted_since = session.started_at  # type: ignore[attr-defined]
        resident.assisted_by = session.body  # type: ignore[attr-defined]
        request.user = resident
        request.acts_for_resident = True  # type: ignore[attr-defined]
        current.set(replace(current.get(), assistant_id=official.pk))
        if name == "me" and request.method in SAFE_METHODS:
            return redirect("assisting")
        if not may_be_done(request, name):
            raise PermissionDenied(
                _(
                    "代办时不能做这件事。密码、联系方式、个人信息和通知只有本人能看能改；评价、投票也要由本人来做。"
                )
            )
        return None


def _session_of(request: HttpRequest) -> AssistedSession | None:
    """Return the assisted session that is open in the official's own."""
    key = request.session.get(SESSION_KEY)
    if key is None or not isinstance(request.user, User):
        return None
    rows = AssistedSession.objects.open().select_related("resident", "body")
    return rows.filter(pk=key, official=request.user).first()


def may_be_done(request: HttpRequest, name: str) -> bool:
    """Return whether the address called `name` is open to somebody who acts for a resident."""
    if name in ("assisting", "account-fragment", "display") or addresses.get(name) is not None:
        return True
    if request.path_info.startswith(_NEVER) or closed.get(name) is not None:
        return False
    return request.method in SAFE_METHODS


def open_session(request: HttpRequest, response: HttpResponse, session: AssistedSession) -> None:
    """Let the official's browser act for the resident from the next request on."""
    request.session[SESSION_KEY] = session.pk
    response.set_cookie(COOKIE, "1", secure=request.is_secure(), httponly=True, samesite="Lax")


def close_session(request: HttpRequest, response: HttpResponse) -> None:
    """Let the official's browser be the official's again."""
    request.session.pop(SESSION_KEY, None)
    response.delete_cookie(COOKIE, samesite="Lax")


def assisted(request: HttpRequest) -> dict[str, Any]:
    """Give templates `assisted`, what the banner says of the session that is on (a context processor)."""
    session: AssistedSession | None = getattr(request, "assisted", None)
    if session is None:
        return {}
    return {
        "assisted": {
            # With a form, so not one of the templates of pages that are kept.
            "template": "communities/assisting/banner.html",
            "name": session.resident.display_name,
            "body": session.body,
            "until": timezone.localtime(session.expires_at),
            "url": reverse("assisting"),
            "end_url": reverse("assisting-end"),
        }
    }


def desk_of(actor: User) -> Body | None:
    """Return the body at whose desk an official acts for `actor`; None where they act themselves."""
    body: Body | None = getattr(actor, "assisted_by", None)
    return body


@register(
    "assisted_acts",
    wants=lambda event: event.assistant_id is not None and not event.verb.startswith(OWN_VERBS),
    at_once=True,
)
def keep_act(event: Event) -> None:
    """Keep what was done in the session, for its resident and for the mark on the result."""
    sessions = AssistedSession.objects.filter(
        official=event.assistant_id, resident=event.actor_id, started_at__lte=event.at
    )
    session = sessions.order_by("-pk").first()
    if session is not None:
        AssistedAct.objects.get_or_create(
            event_id=event.pk,
            defaults={
                "session": session,
                "verb": event.verb,
                "object_kind": event.object_kind,
                "object_id": event.object_id,
                "at": event.at,
            },
        )


def _why_over(session: AssistedSession | None, official: User, now: datetime) -> AssistEnd | None:
    if session is None:
        return None
    if session.expires_at <= now:
        return AssistEnd.TIME
    if not can_assist(official, session.body) or not can_be_assisted(session.resident):
        return AssistEnd.NO_RIGHT
    return None


def _write_down(request: HttpRequest, session: AssistedSession, status: int) -> None:
    match = request.resolver_match
    address = (match.view_name if match else "") or request.path_info
    token = current.set(replace(current.get(), assistant_id=session.official_id))
    try:
        with transaction.atomic():
            record(
                actor=session.resident,
                verb=f"{OWN_VERBS}acted",
                instance=session,
                body_id=session.body_id,
                changes={"address": [None, address[:200]], "status": [None, status]},
            )
    finally:
        current.reset(token)
