"""The client's address in each line of a request: without it a log tells of an attack, not whence it came."""

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpRequest
from django_structlog.signals import bind_extra_request_metadata


@receiver(bind_extra_request_metadata)
def bind_address(request: HttpRequest, **_kwargs: Any) -> None:
    """Bind the address that `accounts.middleware.ClientAddressMiddleware` has found behind the proxies."""
    structlog.contextvars.bind_contextvars(address=request.META.get("REMOTE_ADDR", ""))
