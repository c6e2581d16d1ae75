"""The way to a form about a service."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from cms_pages.notices.trail import breadcrumbs

if TYPE_CHECKING:
    from cms_pages.models import ServicePage


def form_trail(service: "ServicePage", request: HttpRequest, label: str) -> list[dict[str, Any]]:
    """Return the steps to `service`, and the form's own without an address."""
    steps = breadcrumbs(service, request, timezone.now())
    steps[-1]["url"] = service.get_url(request) or ""
    return [*steps, {"label": label, "url": ""}]
