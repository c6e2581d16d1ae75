"""Enters what notices do in signals and registries; imported by the app when it is ready."""

from cms_pages.notices import receivers, telling, workbench

__all__ = ["receivers", "telling", "workbench"]
