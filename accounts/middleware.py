"""What concerns accounts on every request: the client's true address, and the cookie that scripts read."""

from collections.abc import Callable
from typing import Final

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from accounts.client_address import client_address

SIGNED_IN_COOKIE: Final = "signed_in"


class ClientAddressMiddleware:
    """Put the client's true address into `REMOTE_ADDR`, first of all, so that all below sees the same one.

    The header is taken away: whoever still read it might read what the client has made up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_address(request) or ""
        request.META.pop("HTTP_X_FORWARDED_FOR", None)
        return self.get_response(request)


class SignedInCookieMiddleware:
    """Keep the cookie `signed_in` in step with the session.

    Cacheable pages are the same for everybody. Their script looks for this cookie to learn whether asking for
    `/me/fragment/` is worth while. It says nothing about who it is and grants nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A session that was not written is left alone: reading it here would make every page vary by cookie.
        if request.session.modified:
            if SESSION_KEY in request.session:
                self._set(request, response)
            elif SIGNED_IN_COOKIE in request.COOKIES:
                response.delete_cookie(SIGNED_IN_COOKIE, samesite="Lax")
        return response

    def _set(self, request: HttpRequest, response: HttpResponse) -> None:
        ends_with_browser = request.session.get_expire_at_browser_close()
        response.set_cookie(
            SIGNED_IN_COOKIE,
            "1",
            max_age=None if ends_with_browser else request.session.get_expiry_age(),
            secure=request.is_secure(),
            httponly=False,
            samesite="Lax",
        )
