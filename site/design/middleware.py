"""Error pages for answers that Django and its libraries give without a body."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from design.views.errors import error_response

STATUSES: Final = frozenset({405, 413, 429, 503})


class ErrorPagesMiddleware:
    """Put the designed page into an empty `text/html` answer of a status in STATUSES; its headers stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; only an empty body is ever replaced."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponse)
            and response.status_code in STATUSES
            and response.headers.get("Content-Type", "").startswith("text/html")
            and not response.content
        ):
            page = error_response(request, response.status_code)
            response.content = page.content
            response.headers["Content-Type"] = page.headers["Content-Type"]
            response.headers.setdefault("Cache-Control", "no-store")
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(page.content))
        return response
