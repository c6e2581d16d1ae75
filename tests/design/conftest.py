"""The design system is tested alone: no other app's middleware, context or database."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route

ADDRESS = "http://design.test"
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}


@pytest.fixture(autouse=True)
def design_alone(settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.design.urls"
    settings.ALLOWED_HOSTS = ["testserver", "design.test"]
    settings.MIDDLEWARE = [
        "csp.middleware.CSPMiddleware",
        "design.middleware.ErrorPagesMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["design.context_processors.display"]},
        }
    ]
    settings.CSRF_FAILURE_VIEW = "design.views.errors.csrf_failure"
    settings.DEBUG = False


@pytest.fixture
def visitor() -> Client:
    """A browser that shows the handlers' pages, as in production."""
    return Client(raise_request_exception=False)


@pytest.fixture
def open_gallery(browser: Browser, settings: LazySettings) -> Iterator[Callable[..., Page]]:
    """Open a page of the gallery in Chromium, answered by Django's test client: no server, no database."""
    settings.DEBUG = True
    contexts = []
    complaints: list[str] = []

    def answer(route: Route, client: Client) -> None:
        parts = urlsplit(route.request.url)
        if not route.request.url.startswith(ADDRESS):
            complaints.append(f"another host: {route.request.url}")
            route.abort()
        elif parts.path.startswith("/static/"):
            found = finders.find(parts.path.removeprefix("/static/"))
            route.fulfill(path=found, content_type=TYPES[parts.path.rsplit(".", 1)[1]])
        else:
            response = client.get(parts.path, HTTP_HOST="design.test")
            route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    def open_page(
        path: str, *, width: int = 1280, scheme: str = "light", elder: bool = False, script: bool = True
    ) -> Page:
        client = Client()
        client.cookies["elder"] = "on" if elder else "off"
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.route("**/*", lambda route: answer(route, client))
        page = context.new_page()
        # Chromium complains of the status of an error page that was asked for.
        expected = "responded with a status of" if path.startswith("/bare/") else "\0"
        page.on(
            "console",
            lambda text: (
                complaints.append(text.text) if text.type == "error" and expected not in text.text else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{ADDRESS}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
