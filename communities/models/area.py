"""The district, its streets and communities, and what lies below them."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.choices import AreaState, CommunityKind, Level
from communities.divisions.reading import forbidden_character
from communities.querysets import AreaQuerySet

# Digits of the statistical code by level (rules for codes of statistical divisions, 2009).
CODE_DIGITS = {Level.DISTRICT: 6, Level.STREET: 9, Level.COMMUNITY: 12}


class Area(models.Model):
    """A place with an official code and name; below a community, places that residents know it by.

    `path` lists the keys from the district down to the area itself, each followed by a slash (`1/7/42/`), so
    that one prefix finds all that lies below; it is written by `communities.actions`, never by hand.
    """

    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    code = models.CharField(
        _("统计用区划代码"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("区6位、街道9位、社区12位；网格、小区和楼幢没有代码。"),
    )
    name = models.CharField(_("全称"), max_length=100, help_text=_("如“乌衣巷社区居委会”。"))
    short_name = models.CharField(_("简称"), max_length=100, help_text=_("如“乌衣巷社区”。"))
    slug = models.SlugField(_("网址用拼音"), max_length=100, blank=True)
    kind = models.CharField(_("类型"), max_length=10, choices=CommunityKind.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(_("路径"), max_length=100, db_index=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=AreaState.choices, default=AreaState.ACTIVE, editable=False
    )
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("首页"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="area_of_front_page",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "slug"], condition=~models.Q(slug=""), name="area_slug_once_per_parent"
            ),
            models.UniqueConstraint(
                fields=["level"], condition=models.Q(level="district"), name="area_one_district"
            ),
            models.CheckConstraint(
                condition=models.Q(level="district", parent__isnull=True)
                | ~models.Q(level="district") & models.Q(parent__isnull=False),
                name="area_only_district_has_no_parent",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="area_has_name"),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True)
                | models.Q(state="abolished") & ~models.Q(successor=models.F("pk")),
                name="area_only_abolished_has_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        """Check what no constraint can.

        Raises:
            ValidationError: a name with characters that can't be seen, a sibling's name, or a code that does
                not fit the level.
        """
        errors: dict[str, Any] = {}
        for field in ("name", "short_name"):
            if character := forbidden_character(getattr(self, field)):
                errors[field] = _("含有看不见的控制字符（%s）。") % character
        if not self.name.strip():
            errors["name"] = _("名称不能为空。")
        elif Area.objects.siblings_of(self).active().filter(name=self.name).exists():
            errors["name"] = _("同一上级之内已有“%s”。") % self.name
        digits = CODE_DIGITS.get(Level(self.level))
        if digits is None and self.code:
            errors["code"] = _("网格、小区和楼幢没有区划代码。")
        elif digits is not None and not re.fullmatch(rf"[0-9]{{{digits}}}", self.code or ""):
            errors["code"] = _("代码应为%d位数字。") % digits
        if errors:
            raise ValidationError(errors)

    @property
    def is_active(self) -> bool:
        """Whether it was not abolished."""
        return self.state == AreaState.ACTIVE

    def today(self) -> "Area | None":
        """Return the area that stands where this one stood: itself, or the last of its successors; None where
        it was abolished without one. One query a merger.
        """
        area: Area | None = self
        while area is not None and not area.is_active:
            area = area.successor
        return area

    @property
    def ancestor_ids(self) -> list[int]:
        """Keys from the district down to the area itself."""
        return [int(part) for part in self.path.split("/") if part]


class AreaAlias(models.Model):
    """Another name that residents type to find their community: an old name, a road, some house numbers."""

    area = models.ForeignKey(Area, verbose_name=_("社区"), on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("路名或别名"), max_length=100)
    first_number = models.PositiveIntegerField(_("门牌号从"), null=True, blank=True)
    last_number = models.PositiveIntegerField(_("门牌号到"), null=True, blank=True)
    parity = models.CharField(
        _("单双号"), max_length=4, blank=True, choices=[("odd", _("单号")), ("even", _("双号"))]
    )

    class Meta:
        verbose_name = _("路名与别名")
        verbose_name_plural = _("路名与别名")
        ordering = ["name", "first_number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_number__isnull=True)
                | models.Q(first_number__isnull=False, last_number__gte=models.F("first_number")),
                name="area_alias_numbers_ascend",
            ),
        ]

    def __str__(self) -> str:
        return self.name
