"""Who does what in the office of an area, for its front page."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from cms_pages import page_cache
from cms_pages.models import StaffDuty
from cms_pages.staff.display import duty_rows
from communities.models import Body

MOST: Final = 4


def staff_of(body: Body | None, request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Return the first duties of `body`, each with the name that its holder agreed to show, at most so many.

    Kept until midnight, when offices end.
    """
    if body is None:
        return []
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    page_cache.bound(request, midnight + timedelta(days=1))
    return duty_rows(StaffDuty.objects.shown_for(body, today=timezone.localdate(now))[:MOST])
