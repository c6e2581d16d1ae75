"""What a new release of the site does once, after its migrations."""

from typing import Any

from cms_pages.actions.ensure_site import ensure_site
from cms_pages.page_cache import generations


def on_release(**_signal: Any) -> None:
    """Let the site's address follow `SITE_URL`, and let go all kept pages, as templates may have changed."""
    ensure_site(actor=None)
    generations.change_all()
