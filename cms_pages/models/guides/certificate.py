"""Certificates that a committee may issue, and those that it no longer does."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.guides import CommitteeCertificateQuerySet


class CommitteeCertificate(models.Model):
    """One line of the district's list (the State's guiding opinion 民发〔2020〕20号 wants both lists
    published).
    """

    class Stance(models.TextChoices):
        MAY_ISSUE = "may", _("可以开")
        REFUSED = "refused", _("不再开")

    name = models.CharField(_("证明名称"), max_length=60, unique=True)
    stance = models.CharField(_("开不开"), max_length=8, choices=Stance.choices)
    purpose = models.CharField(
        _("用来办什么"), max_length=120, blank=True, help_text=_("常见的用途，一两个例子。")
    )
    instead = models.CharField(
        _("怎么办"),
        max_length=200,
        help_text=_("可以开的：要带什么、怎么开。不再开的：用什么代替，或者去哪里开。"),
    )
    source = models.CharField(_("依据"), max_length=160)
    source_url = models.URLField(_("依据网址"), blank=True)
    guide = models.ForeignKey(
        "cms_pages.GuidePage",
        verbose_name=_("相关指南"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    objects = CommitteeCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("社区证明")
        verbose_name_plural = _("社区证明")
        ordering = ["stance", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance__in=("may", "refused")), name="certificate_stance_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
