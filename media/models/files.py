"""Images and documents, our own classes from the first migration on since neither can be swapped later."""

from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from design.text import without_unseen
from media.choices import PeopleShown
from media.validation.documents import check_document, stored_name
from media.validation.images import CleanImageFile, clean_image


class Image(AbstractImage):
    """A picture; `description` is its alternative text."""

    # Wagtail's own classes stay installed and would claim the same names backwards.
    tags = TaggableManager(help_text=None, blank=True, verbose_name=_("标签"), related_name="site_images")
    credit = models.CharField(_("来源或作者"), max_length=80, blank=True)
    people = models.CharField(_("图中的人"), max_length=10, choices=PeopleShown.choices, blank=True)

    # Without tags: their list is one for all bodies, so that typing in it would show what others file away.
    admin_form_fields = (
        *("title", "file", "description", "credit", "people", "collection"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
    )

    class Meta(AbstractImage.Meta):
        default_related_name = "site_images"
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file is cleaned first, whoever brings it.

        Raises:
            ValidationError: the file is not a picture that we take.
        """
        # An upload is called as its file was, which may hide what it is.
        self.title = without_unseen(self.title).strip()  # type: ignore[has-type]
        given: Any = self.file  # type: ignore[has-type]
        is_new = bool(given) and not given._committed
        if is_new:
            if not isinstance(given.file, CleanImageFile):
                self.file = clean_image(given.file, given.name)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)
        if is_new:
            # The worker makes the sizes for pages; where it can't be told, the timer does.
            transaction.on_commit(partial(_queue_sizes, self.pk), robust=True)


def _queue_sizes(image_id: int) -> None:
    from media.tasks import make_sizes  # it needs the models

    make_sizes.enqueue(image_id)


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

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        default_related_name = "site_documents"
        verbose_name = _("文件")
        verbose_name_plural = _("文件")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new file is checked first, whoever brings it.

        Raises:
            ValidationError: the file is not of a kind that we hand out.
        """
        self.title = without_unseen(self.title).strip()  # type: ignore[has-type]
        if self.file and not self.file._committed:
            check_document(self.file.file, self.file.name)
            self.file.name = stored_name(self.file.name)
        if self.file and (not self.file._committed or self.file_size is None):
            self._set_document_file_metadata()
        super().save(*args, **kwargs)
