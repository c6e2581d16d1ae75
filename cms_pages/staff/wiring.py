"""Enters what staff pages do in registries; imported by the app when it is ready."""

from cms_pages.staff import holdings, sections

__all__ = ["holdings", "sections"]
