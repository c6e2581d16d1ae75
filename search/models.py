"""What administrators tell the search, what people ask often, what members keep, and the texts of files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from search.querysets import SavedSearchQuerySet, TermCountQuerySet


class SynonymRule(models.Model):
    """Words that find what is called by other words. It works on queries, so that no index is made anew."""

    words = models.CharField(
        _("居民的说法"), max_length=200, help_text=_("日常的叫法，几个词用空格隔开，如“低保 吃低保”。")
    )
    means = models.CharField(
        _("正式的说法"), max_length=200, help_text=_("页面上的叫法，几个词用空格隔开，如“最低生活保障”。")
    )
    is_two_way = models.BooleanField(
        _("双向"),
        default=True,
        help_text=_("双向：搜哪一个都能找到另一个。单向：搜“居民的说法”能找到“正式的说法”，反过来不行。"),
    )
    is_active = models.BooleanField(_("启用"), default=True)
    is_shipped = models.BooleanField(_("随程序提供"), default=False, editable=False)

    class Meta:
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["words", "means"], name="synonym_rule_once"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(means=""), name="synonym_rule_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.words} {'=' if self.is_two_way else '→'} {self.means}"


class PinnedResult(models.Model):
    """A page that stands above the results of some words."""

    words = models.CharField(
        _("搜索词"), max_length=100, help_text=_("搜索词与它完全一样时置顶（不分繁简、大小写和全角半角）。")
    )
    folded = models.CharField(max_length=200, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("页面"), on_delete=models.CASCADE, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0, help_text=_("数字小的在前。"))
    until = models.DateField(_("至"), null=True, blank=True, help_text=_("含当日；不填为长期。"))

    class Meta:
        verbose_name = _("置顶结果")
        verbose_name_plural = _("置顶结果")
        ordering = ["words", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["folded", "page"], name="pinned_result_once")]
        indexes = [models.Index(fields=["folded", "position"], name="pinned_result_folded")]

    def __str__(self) -> str:
        return f"{self.words} → {self.page}"


class HiddenTerm(models.Model):
    """Words that are not offered to anybody: neither as suggestions nor among what is often asked."""

    term = models.CharField(
        _("词语"), max_length=100, unique=True, help_text=_("含有它的搜索词都不再推荐给别人。")
    )

    class Meta:
        verbose_name = _("不推荐的词")
        verbose_name_plural = _("不推荐的词")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class TermCount(models.Model):
    """How often something was asked on a day, and nothing about who asked."""

    day = models.DateField(_("日期"))
    term = models.CharField(_("搜索词"), max_length=30)
    count = models.PositiveIntegerField(_("次数"), default=0)
    found = models.PositiveIntegerField(_("结果数"), default=0)

    objects = TermCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("搜索词统计")
        verbose_name_plural = _("搜索词统计")
        ordering = ["-day", "-count", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "term"], name="term_count_once_a_day")]
        indexes = [models.Index(F("day").desc(), name="term_count_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.term} × {self.count}"


class SavedSearch(models.Model):
    """A search that a member keeps; where they want it, they are told of what is new in it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("名称"), max_length=100)
    address = models.CharField(_("条件"), max_length=300)
    is_alerting = models.BooleanField(_("有新内容时通知我"), default=True)
    created_at = models.DateTimeField(_("保存时间"))
    looked_at = models.DateTimeField(_("上次检查时间"))

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存的搜索")
        verbose_name_plural = _("保存的搜索")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name


class FileText(models.Model):
    """The text of a document, read once by the task worker."""

    class State(models.TextChoices):
        READ = "read", _("已读取")
        UNREADABLE = "unreadable", _("读不出文字")

    document = models.OneToOneField(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, on_delete=models.CASCADE, related_name="file_text"
    )
    file_name = models.CharField(_("文件"), max_length=255)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    text = models.TextField(_("文字"), blank=True)

    class Meta:
        verbose_name = _("文件的文字")
        verbose_name_plural = _("文件的文字")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file_name


class FileUse(models.Model):
    """That a page shows a document, as the index knows it; it outlives the page's own reference, and the
    document.
    """

    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        # It outlives the document as well: the index has to be told which of its entries are gone.
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    page_key = models.PositiveBigIntegerField(_("页面编号"))

    class Meta:
        verbose_name = _("文件的使用")
        verbose_name_plural = _("文件的使用")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "page_key"], name="file_use_once")]
        indexes = [models.Index(fields=["page_key"], name="file_use_page")]

    def __str__(self) -> str:
        return f"{self.document_id} ← {self.page_key}"


class TextDirection(models.Model):
    """What one document means, as `search.meaning` compares it; the index says who may read it."""

    key = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=20)
    steps = models.BinaryField()
    noted_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("文本的含义")
        verbose_name_plural = _("文本的含义")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
