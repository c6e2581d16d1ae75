"""Files that go with a notice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class NoticeAttachment(Orderable):
    """A file that goes with a notice."""

    notice = ParentalKey("cms_pages.NoticePage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.Document", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")

    def __str__(self) -> str:
        return str(self.document)
