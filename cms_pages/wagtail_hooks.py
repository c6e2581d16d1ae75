"""Wagtail looks for hooks in this module; each part of the app has its own."""

from cms_pages.consultations import wagtail_hooks as consultations
from cms_pages.disclosures import wagtail_hooks as disclosures
from cms_pages.error_reports import wagtail_hooks as error_reports
from cms_pages.front_pages import wagtail_hooks as front_pages
from cms_pages.guides import wagtail_hooks as guides
from cms_pages.notices import wagtail_hooks as notices
from cms_pages.publication import wagtail_hooks as publication
from cms_pages.reports import wagtail_hooks as reports
from cms_pages.services import wagtail_hooks as services
from cms_pages.staff import wagtail_hooks as staff
from cms_pages.tables import wagtail_hooks as tables
from cms_pages.word import wagtail_hooks as word

__all__ = [
    "consultations",
    "disclosures",
    "error_reports",
    "front_pages",
    "guides",
    "notices",
    "publication",
    "reports",
    "services",
    "staff",
    "tables",
    "word",
]
