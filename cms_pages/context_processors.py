from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cms_pages import navigation
from cms_pages.page_cache import frames


def site_navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates what `design/base.html` asks for; a query is made only where a template reads the value.

    Without session, user and messages, which would make every page of the site uncacheable.
    """

    def lazily(name: str) -> SimpleLazyObject:
        return SimpleLazyObject(lambda: getattr(navigation.of_request(request, timezone.now()), name))

    return {
        "kept_frame": partial(frames.kept, request),
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_district": lazily("district"),
        "current_area": lazily("current_area"),
        "menu_columns": lazily("menu_columns"),
        "archived_area": lazily("archived_area"),
        "urgent_banners": lazily("urgent_banners"),
        "footer": lazily("footer"),
        "my_area_url": reverse_lazy("my-community"),
        "area_switch_url": reverse_lazy("area-directory"),
    }
