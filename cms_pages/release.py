"""What a new release of the site does once, after its migrations."""

from typing import Any

from django.utils import timezone

from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.actions.ensure_site import ensure_site
from cms_pages.page_cache import generations
from communities.models import Area


def on_release(**signal: Any) -> None:
    """Bring an existing site up to the new release.

    Areas get the pages of columns that came with it, the site's address follows `SITE_URL`, and all kept
    pages go, as templates may have changed. Where migrations were taken back, nothing is done: the tables
    may be gone.
    """
    if any(is_backwards for _migration, is_backwards in signal.get("plan") or ()):
        return
    if areas := list(Area.objects.with_pages().active().order_by("path")):
        ensure_area_pages(actor=None, areas=areas, now=timezone.now())
    ensure_site(actor=None)
    generations.change_all()
