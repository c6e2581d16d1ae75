"""Wagtail looks for hooks in this module; each part of the app has its own."""

from cms_pages.front_pages import wagtail_hooks as front_pages
from cms_pages.notices import wagtail_hooks as notices

__all__ = ["front_pages", "notices"]
