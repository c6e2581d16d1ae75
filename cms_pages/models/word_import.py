"""A Word document on its way to a draft."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms_pages.choices import WordKind
from cms_pages.querysets.word_imports import WordImportQuerySet
from disclosure.models import DisclosureDuty


class WordImport(models.Model):
    """What was read of one document, for one list or one duty, until its draft is made; then what was left
    out.

    The file itself is never kept: only words, and pictures that the gate has cleaned
    (docs/decisions/0038-word-documents.md).
    """

    Kind = WordKind

    key = models.UUIDField(_("编号"), unique=True, default=uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("导入人"), on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("栏目"), max_length=12, choices=WordKind.choices)
    parent = models.ForeignKey(
        Page, verbose_name=_("栏目页"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    parent.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    duty = models.ForeignKey(
        DisclosureDuty, verbose_name=_("公开事项"), null=True, on_delete=models.CASCADE, related_name="+"
    )
    file_name = models.CharField(_("文件名"), max_length=120)
    content: Any = models.JSONField(_("读到的内容"), default=dict)
    read_at = models.DateTimeField(_("读取时间"))
    page = models.ForeignKey(
        Page, verbose_name=_("草稿"), null=True, on_delete=models.SET_NULL, related_name="word_imports"
    )
    page.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    made_at = models.DateTimeField(_("做成草稿的时间"), null=True)
    report: Any = models.JSONField(_("没有放进草稿的内容"), default=dict)

    objects = WordImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Word 导入")
        verbose_name_plural = _("Word 导入")
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=WordKind.DISCLOSURE) & Q(duty__isnull=False, parent__isnull=True))
                | (~Q(kind=WordKind.DISCLOSURE) & Q(duty__isnull=True, parent__isnull=False)),
                name="word_import_for_one_place",
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=False) | Q(page__isnull=True), name="word_import_made_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class WordImportPicture(models.Model):
    """One picture of a document, cleaned; it goes when the draft is made."""

    word_import = models.ForeignKey(WordImport, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(_("第几张"))
    name = models.CharField(_("文件名"), max_length=60)
    content_type = models.CharField(_("类型"), max_length=20)
    data = models.BinaryField(_("图片"))

    class Meta:
        verbose_name = _("Word 里的图片")
        verbose_name_plural = _("Word 里的图片")
        ordering = ["word_import", "number"]
        constraints = [
            models.UniqueConstraint(fields=["word_import", "number"], name="word_picture_numbered_once")
        ]

    def __str__(self) -> str:
        return self.name
