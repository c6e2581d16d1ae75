"""Answers visitors from the cache before a session, a form or the database is touched."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cms_pages.page_cache import answers, generations
from cms_pages.page_cache.keys import key_for, may_be_kept
from communities.assisting import COOKIE as ASSISTING_COOKIE
from communities.page_marks import area_path_of, end_of

log = structlog.get_logger(__name__)


class PrivateAnswer(ImproperlyConfigured):
    """A page that was marked as everybody's has looked at one visitor's session, messages or CSRF token."""


class PageCacheMiddleware:
    """Give a kept page, or keep what a view marked.

    It stands outside of the session's middleware: a kept page costs two reads of the cache and no query. A
    cache that is away or broken costs the keeping, never the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request.

        Raises:
            PrivateAnswer: in tests and debug, where a marked page read what belongs to one visitor.
        """
        if ASSISTING_COOKIE in request.COOKIES:
            # Whoever acts for a resident sees a banner on every page: nothing is given from here or kept.
            return self.get_response(request)
        key = key_for(request)
        now = timezone.now()
        clock: str | None = None
        if key is not None:
            try:
                answer = answers.find(key, now)
                if answer is not None:
                    return answers.replay(request, answer)
                # Read before the view reads anything: see `generations.CLOCK`.
                clock = generations.read([generations.CLOCK])[generations.CLOCK]
            except Exception:
                log.exception("page_cache_unreadable")
        response = self.get_response(request)
        area_path = area_path_of(request)
        if area_path is None or response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        if request.method != "GET":
            return response
        reason = private_reason(request, response)
        if reason:
            if settings.PAGE_CACHE_STRICT:
                raise PrivateAnswer(f"{request.path} was marked as cacheable, but {reason}.")
            log.error("page_not_cacheable", path=request.path, reason=reason)
            return response
        _prepare(response)
        if key is not None and clock is not None and may_be_kept(request):
            try:
                _keep(key, clock, area_path, end_of(request), response)
            except Exception:
                log.exception("page_cache_unwritable")
        return answers.conditional(request, response)


def private_reason(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return what makes the answer one visitor's own, in words for a developer; "" where nothing does."""
    session = getattr(request, "session", None)
    messages = getattr(request, "_messages", None)
    if session is not None and (session.accessed or session.modified):
        return "the session was read"
    if messages is not None and (messages.used or messages.added_new):
        return "messages were shown or added"
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return "a CSRF token was made"
    if response.cookies:
        return f"it sets the cookie {next(iter(response.cookies))}"
    if "cookie" in response.headers.get("Vary", "").lower():
        return "it varies by cookie"
    if "no-store" in response.headers.get("Cache-Control", ""):
        return "it says that it must not be stored"
    return ""


def _prepare(response: HttpResponse) -> None:
    response.headers["ETag"] = answers.etag_for(response.content)
    response.headers["Cache-Control"] = answers.CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])


def _keep(key: str, clock: str, area_path: str, until: datetime, response: HttpResponse) -> None:
    tokens = generations.read(generations.names_for(area_path))
    if cache.get(generations.CLOCK) != clock:
        # Something happened while the page was being made; the next visitor's will be kept.
        return
    headers = tuple((name, value) for name, value in response.headers.items() if name != "Content-Length")
    answers.keep(
        key, answers.Answer(content=response.content, headers=headers, generations=tokens, until=until)
    )
