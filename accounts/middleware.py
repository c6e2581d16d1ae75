"""What concerns accounts on every request: the client's true address, and the cookie that scripts read."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import known_devices
from accounts.client_address import client_address

SIGNED_IN_COOKIE: Final = "signed_in"
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN_TO_CHILDREN: Final = frozenset(
    {
        "contact-code",
        "contact-edit",
        "account_logout",
        "account_login",
        "account_reauthenticate",
        "privacy-agree",
        "account-fragment",
    }
)


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


class GuardianMiddleware:
    """Let a child's account do nothing before a guardian has agreed by the code on their own phone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Send whoever waits to the page that takes the code."""
        # Pages for everybody read no session; a guardian is asked for where one is used anyway.
        if not request.path_info.startswith(reverse("me")) and request.method in SAFE_METHODS:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in _OPEN_TO_CHILDREN or not getattr(request.user, "waits_for_guardian", False):
            return None
        return redirect("contact-code")


class SignedInCookieMiddleware:
    """Keep the cookie `signed_in` in step with the session, and leave that of a known device.

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
                ends_with_browser = request.session.get_expire_at_browser_close()
                known_devices.leave_cookie(request, response, ends_with_browser=ends_with_browser)
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
