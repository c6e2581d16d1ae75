"""Enters what reports of errors do in registries; imported by the app when it is ready."""

from django.utils.translation import gettext_lazy as _

from cms_pages.error_reports import holdings, lifecycle, oversight, reminders, sections, telling, workbench
from communities.assisting import Doable, addresses, closed

# An official may do it for a resident at the desk.
addresses.register("error-report")(Doable(label=_("给网页纠错（在那一页的最下面）")))
addresses.register("error-report-answer")(Doable())
closed.register("error-report-mine")(True)

__all__ = ["holdings", "lifecycle", "oversight", "reminders", "sections", "telling", "workbench"]
