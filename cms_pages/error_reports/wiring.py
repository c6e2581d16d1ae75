"""Enters what reports of errors do in registries; imported by the app when it is ready."""

from cms_pages.error_reports import holdings, lifecycle, oversight, reminders, sections, telling, workbench

__all__ = ["holdings", "lifecycle", "oversight", "reminders", "sections", "telling", "workbench"]
