"""Categories that several apps share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import CategoryScheme


class Category(models.Model):
    """One category of a scheme, kept by the district (paper §4 names nine kinds of services)."""

    scheme = models.CharField(_("用于"), max_length=20, choices=CategoryScheme.choices)
    name = models.CharField(_("名称"), max_length=30)
    slug = models.SlugField(_("网址用拼音"), max_length=60)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = _("类别")
        verbose_name_plural = _("类别")
        ordering = ["scheme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "slug"], name="category_slug_once_per_scheme"),
            models.UniqueConstraint(fields=["scheme", "name"], name="category_name_once_per_scheme"),
        ]

    def __str__(self) -> str:
        return self.name
