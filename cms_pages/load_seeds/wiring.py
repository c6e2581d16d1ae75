"""Enters what `seed_load` can make of pages; imported by the app when it is ready."""

from cms_pages.load_seeds import guides, notices, services

__all__ = ["guides", "notices", "services"]
