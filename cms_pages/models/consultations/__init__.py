"""意见征集: the page, what people said, and the clock of its outcome."""

from cms_pages.models.consultations.consultation import ConsultationAttachment, ConsultationPage
from cms_pages.models.consultations.opinion import ConsultationCare, Opinion

__all__ = ["ConsultationAttachment", "ConsultationCare", "ConsultationPage", "Opinion"]
