"""居务公开: the column, the disclosures, their checks, versions, masks and objections."""

from cms_pages.models.disclosures.attachment import DisclosureAttachment
from cms_pages.models.disclosures.check import CheckRemark, DisclosureCheck, SupervisorCheckTask
from cms_pages.models.disclosures.disclosure import DisclosurePage
from cms_pages.models.disclosures.lists import DisclosureIndexPage
from cms_pages.models.disclosures.mask import DisclosureMask
from cms_pages.models.disclosures.objection import DisclosureObjection
from cms_pages.models.disclosures.version import DisclosureVersion

__all__ = [
    "CheckRemark",
    "DisclosureAttachment",
    "DisclosureCheck",
    "DisclosureIndexPage",
    "DisclosureMask",
    "DisclosureObjection",
    "DisclosurePage",
    "DisclosureVersion",
    "SupervisorCheckTask",
]
