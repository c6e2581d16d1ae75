"""Enters what disclosures do in signals and registries; imported by the app when it is ready."""

from cms_pages.disclosures import holdings, jobs, linking, moderated, receivers, sections, telling, workbench

__all__ = ["holdings", "jobs", "linking", "moderated", "receivers", "sections", "telling", "workbench"]
