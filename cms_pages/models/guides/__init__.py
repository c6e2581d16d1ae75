"""办事指南: guides, the facts that they share, what committees certify, and what readers said."""

from cms_pages.models.guides.care import GuideCare
from cms_pages.models.guides.certificate import CommitteeCertificate
from cms_pages.models.guides.feedback import GuideFeedback
from cms_pages.models.guides.guide import GuidePage
from cms_pages.models.guides.lists import DepartmentGuidesPage, GuideIndexPage
from cms_pages.models.guides.rows import GuidePhone, GuidePlace, GuideUse
from cms_pages.models.guides.shared_fact import SharedFact, SharedFactValue

__all__ = [
    "CommitteeCertificate",
    "DepartmentGuidesPage",
    "GuideCare",
    "GuideFeedback",
    "GuideIndexPage",
    "GuidePage",
    "GuidePhone",
    "GuidePlace",
    "GuideUse",
    "SharedFact",
    "SharedFactValue",
]
