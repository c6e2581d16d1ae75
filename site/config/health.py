"""Whether the site can serve, for the container's check, a load balancer and the supervisor."""

from collections.abc import Callable
from typing import Final

import structlog
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

log = structlog.get_logger(__name__)

PATH: Final = "/healthz/"


class HealthMiddleware:
    """Answer `GET /healthz/`: 200 where the database answers, else 503. It says nothing else about the
    inside.

    It stands first of all, so that a check by plain HTTP and by the machine's own address is neither
    redirected nor refused, costs no session, and leaves no line in the log.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != PATH:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return JsonResponse({"status": "error"}, status=405, headers={"Allow": "GET, HEAD"})
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except Exception as error:  # noqa: BLE001 - drivers raise beyond Django's own errors
            log.error("database_away", error=type(error).__name__)
            return JsonResponse({"status": "error"}, status=503, headers={"Cache-Control": "no-store"})
        return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
