"""Images and documents, our own classes from the first migration on since neither can be swapped later."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class Image(AbstractImage):
    """A picture; `description` is its alternative text."""

    # Wagtail's own classes stay installed and would claim the same names backwards.
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("标签"), related_name="site_images")
    credit = models.CharField(_("来源或作者"), max_length=80, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        default_related_name = "site_images"
        verbose_name = _("图片")
        verbose_name_plural = _("图片")


class Rendition(AbstractRendition):
    """A picture in one size and format, made from an `Image`."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once"
            ),
        ]


class Document(AbstractDocument):
    """A file to download."""

    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("标签"), related_name="site_documents")

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        default_related_name = "site_documents"
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
