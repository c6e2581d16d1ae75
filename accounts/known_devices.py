"""Browsers in which somebody has signed in before: guesses made elsewhere can't lock them out there.

Whoever wants to keep an official from working need only type wrong passwords under that name, from many
addresses. So a sign-in leaves a signed cookie in the browser ("device cookies", as OWASP describes them), and
a browser that has one for the name counts its own failures alone (`accounts.lockout`). The cookie opens
nothing: it buys the right to try, five times in a quarter of an hour.
"""

import secrets
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.encryption import fingerprint
from accounts.names import normal_form

KEPT: Final = timedelta(days=180)
# As many people as share a computer in an office.
MOST: Final = 8
_SALT: Final = "accounts.known_devices"


def device_of(request: HttpRequest | None, username: str) -> str:
    """Return what failures in this browser are counted under, or "" where `username` never signed in here."""
    device, names = _read(request)
    return f"{device} {username}" if _print(username) in names else ""


def know(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Have the answer to this request leave the cookie (`accounts.middleware`)."""
    request.known_to_device = normal_form(user.get_username())  # type: ignore[attr-defined]


def leave_cookie(request: HttpRequest, response: HttpResponse, *, ends_with_browser: bool) -> None:
    """Put the cookie into the answer where `know` was called.

    Args:
        request: tells who, and which cookie there is.
        response: gets the cookie.
        ends_with_browser: it is somebody else's device, or a shared one.
    """
    username = getattr(request, "known_to_device", "")
    if not username:
        return
    device, names = _read(request)
    mine = _print(username)
    kept = [mine, *(name for name in names if name != mine)][:MOST]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device or secrets.token_urlsafe(12), kept], salt=_SALT),
        max_age=None if ends_with_browser else KEPT,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest | None) -> tuple[str, list[str]]:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "") if request is not None else ""
    try:
        found: Any = signing.loads(cookie, salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return "", []
    return found[0], found[1]


def _print(username: str) -> str:
    # Short, as there are several in one cookie; whoever reads it learns no name.
    return fingerprint("known device", username)[:20]
