"""The id of a request: in its log lines, its audit rows and its answer, so that one finds the others."""

import re
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER: Final = "X-Request-ID"
_META: Final = "HTTP_X_REQUEST_ID"
# What may stand in a log without being read as anything else, and fits into the audit row's column.
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


class RequestIdMiddleware:
    """Keep the id that the proxy or the client sends, where it is one; make one where it is not.

    django-structlog reads the header afterwards (DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID), and would take
    whatever stands in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.META.get(_META, "")
        request_id = sent if _ID.fullmatch(sent) else str(uuid.uuid4())
        request.META[_META] = request_id
        # Django reads the headers once; whoever looked before us has kept the old ones.
        request.__dict__.pop("headers", None)
        response = self.get_response(request)
        response[HEADER] = request_id
        return response
