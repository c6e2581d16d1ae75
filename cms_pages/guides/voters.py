"""By what one reader of a guide is told from another, without saying who they are."""

from secrets import token_urlsafe
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE: Final = "guide_reader"
_MAX_AGE: Final = 365 * 24 * 3600
_LONGEST_TOKEN: Final = 64
_SALT: Final = "cms_pages.guides.voters"


def voter_of(request: HttpRequest) -> str:
    """Return the reader's mark: of the signed-in person, else of the browser's token; empty where it has
    none.
    """
    user = request.user
    if user.is_authenticated:
        return _marked(f"user:{user.pk}")
    token = request.COOKIES.get(COOKIE, "")[:_LONGEST_TOKEN]
    return _marked(f"token:{token}") if token else ""


def give_token(request: HttpRequest, response: HttpResponse) -> None:
    """Give a visitor's browser a random token, where it has none."""
    if not request.user.is_authenticated and not request.COOKIES.get(COOKIE):
        response.set_cookie(
            COOKIE,
            token_urlsafe(24),
            max_age=_MAX_AGE,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _marked(text: str) -> str:
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()
