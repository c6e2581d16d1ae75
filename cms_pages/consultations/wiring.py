"""Enters what consultations do in signals and registries; imported by the app when it is ready."""

from cms_pages.consultations import holdings, oversight, receivers, reminders, telling, workbench

__all__ = ["holdings", "oversight", "receivers", "reminders", "telling", "workbench"]
