"""Makes the request's id and address known to `events.record`."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from events.context import RequestContext, current


class RequestContextMiddleware:
    """Set the context for the time of one request, and take it back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        bound = structlog.contextvars.get_contextvars()
        token = current.set(
            RequestContext(
                request_id=bound.get("request_id") or get_random_string(16),
                address=request.META.get("REMOTE_ADDR") or None,
            )
        )
        try:
            return self.get_response(request)
        finally:
            current.reset(token)
