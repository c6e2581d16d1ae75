"""Enters what services do in signals and registries; imported by the app when it is ready."""

from cms_pages.services import holdings, moderated, receivers, reminders, sections, telling, workbench

__all__ = ["holdings", "moderated", "receivers", "reminders", "sections", "telling", "workbench"]
