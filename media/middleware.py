"""A request that is too large is refused by its length, before any of it is read and written to disk."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class UploadLimitMiddleware:
    """Answer 413 to what is longer than `UPLOAD_MEGABYTES`. A body without a length is read as empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_MEGABYTES * 1024 * 1024:
            return HttpResponse(status=413)
        return self.get_response(request)
