"""A real Chromium that lets nothing pass: whatever a page complains of fails the test."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from accounts.middleware import SIGNED_IN_COOKIE
from accounts.models import User
from tests.chromium import DESK, launch_arguments
from tests.factories.district import District

# Milliseconds. Four workers share two cores; no test asserts a time.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# Django refuses its database inside Playwright's event loop, which is idle whenever a test's own code runs.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@dataclass
class Browsing:
    """Opens pages as somebody would see them, and keeps what they complained of.

    Attributes:
        browser: the running Chromium.
        address: the site under test, without a slash at the end.
        district: what is on it.
        expected: parts of messages that a test is about (`"404"` when it opens a missing page).
    """

    browser: Browser
    address: str
    district: District
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def new_page(
        self,
        *,
        user: User | None = None,
        width: int = DESK,
        scheme: str = "light",
        elder: bool = False,
        javascript: bool = True,
    ) -> Page:
        """Return an empty page in a context of its own.

        Args:
            user: who is signed in already; None for a visitor.
            width: of the viewport in CSS pixels; 360 is a phone, 1280 a desk.
            scheme: `light` or `dark`, as the system prefers it.
            elder: whether elder mode is on.
            javascript: False for a browser that runs none.
        """
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800 if width > 600 else 740},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if elder:
            context.add_cookies([{"name": "elder", "value": "on", "url": self.address}])
        if user is not None:
            context.add_cookies(
                [
                    session_cookie(user, self.address),
                    {"name": SIGNED_IN_COOKIE, "value": "1", "url": self.address},
                ]
            )
        # Chromium itself reaches no other host (`tests.chromium`); stopping requests would end its cache.
        context.on("request", self._only_this_host)
        page = context.new_page()
        page.on("console", self._no_console_error)
        page.on("pageerror", lambda error: self._complain(f"page error: {error}"))
        page.on("response", self._no_server_error)
        return page

    def _only_this_host(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self._complain(f"request to another host: {request.url}")

    def _no_console_error(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complain(f"console: {message.text}")

    def _no_server_error(self, response: Response) -> None:
        if response.status >= 500:
            self._complain(f"{response.status} from {urlsplit(response.url).path}")

    def _complain(self, text: str) -> None:
        if not any(part in text for part in self.expected):
            self.complaints.append(text)

    def close(self) -> None:
        """Close every window, then fail if a page complained.

        Raises:
            AssertionError: with the complaints.
        """
        for context in self.contexts:
            context.close()
        assert not self.complaints, "The pages complained:\n" + "\n".join(dict.fromkeys(self.complaints))


def session_cookie(user: User, address: str) -> dict[str, Any]:
    """Return the cookie of a session in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": address}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return launch_arguments()


@pytest.fixture
def browsing(browser: Browser, live_server: Any, district: District) -> Iterator[Browsing]:
    """The site with the small district, in a browser: `browsing.new_page(width=PHONE, user=worker)`."""
    windows = Browsing(browser=browser, address=live_server.url, district=district)
    yield windows
    windows.close()
