"""Words that may not, or not at once, or not in full, stand in what residents write."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from moderation.choices import Treatment
from moderation.querysets.words import ScreenedWordQuerySet


class ScreenedWord(models.Model):
    """One word of the district's list. `form` is its normal form, in which it is compared and unique."""

    word = models.CharField(
        _("词"), max_length=40, help_text=_("2到40个字；全角、繁体、拼音、夹空格的写法会自动识别。")
    )
    form = models.CharField(max_length=40, unique=True, editable=False)
    treatment = models.CharField(_("处理"), max_length=5, choices=Treatment.choices, default=Treatment.QUEUE)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("修改时间"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("修改人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ScreenedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("敏感词")
        verbose_name_plural = _("敏感词")
        ordering = ["form", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(form=""), name="screened_word_has_form"),
        ]

    def __str__(self) -> str:
        return self.word
