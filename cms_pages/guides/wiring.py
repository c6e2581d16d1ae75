"""Enters what guides do in signals and registries; imported by the app when it is ready."""

from datetime import timedelta

from cms_pages.guides import receivers, telling, workbench
from cms_pages.guides.reviews import remind_owners
from events.timer import Job, registry

__all__ = ["receivers", "telling", "workbench"]

registry.register("guides.reviews")(Job(every=timedelta(hours=1), run=remind_owners))
