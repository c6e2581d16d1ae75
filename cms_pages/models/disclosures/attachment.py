"""Files that go with a disclosure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class DisclosureAttachment(Orderable):
    """A file that goes with a disclosure, perhaps for one element of it."""

    page = ParentalKey("cms_pages.DisclosurePage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.Document", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )
    element = models.CharField(
        _("属于哪个要素"), max_length=40, blank=True, help_text=_("要求附件的要素，写它的名称。")
    )

    panels = [FieldPanel("document"), FieldPanel("element")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")

    def __str__(self) -> str:
        return str(self.document)
