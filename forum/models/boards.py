"""Boards, and the tags of topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Area, Body
from forum.choices import STARTABLE, Audience, Moderation, Tagging
from forum.querysets.boards import BoardQuerySet

LONGEST_NAME = 40
LONGEST_DESCRIPTION = 300


def every_kind() -> list[str]:
    """Return the kinds of topics that a new board takes."""
    return [kind.value for kind in STARTABLE]


class Board(models.Model):
    """Where an area talks: one main board (without a parent) for each area, and boards below it.

    The counts are of what everybody sees and are kept by the verbs that change it; `forum_check` proves them.
    """

    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="boards")
    body = models.ForeignKey(Body, verbose_name=_("负责单位"), on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级版块"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField(_("名称"), max_length=LONGEST_NAME)
    description = models.CharField(_("说明"), max_length=LONGEST_DESCRIPTION, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    read_by = models.CharField(
        _("谁能看"), max_length=10, choices=Audience.choices, default=Audience.EVERYBODY
    )
    start_by = models.CharField(
        _("谁能发话题"), max_length=10, choices=Audience.choices, default=Audience.MEMBERS
    )
    reply_by = models.CharField(
        _("谁能回复"), max_length=10, choices=Audience.choices, default=Audience.MEMBERS
    )
    moderation = models.CharField(
        _("审核方式"), max_length=6, choices=Moderation.choices, default=Moderation.RISK
    )
    kinds = models.JSONField(_("可以发哪些类型"), default=every_kind)
    tagging = models.CharField(_("标签"), max_length=7, choices=Tagging.choices, default=Tagging.FREE)
    offered_tags = models.CharField(
        _("列出的标签"), max_length=200, blank=True, help_text=_("用空格隔开，如“停车 楼道”。")
    )
    is_closed = models.BooleanField(
        _("已关闭"), default=False, help_text=_("不能再发新话题和回复，已有内容照常可看。")
    )
    topic_count = models.PositiveIntegerField(_("话题数"), default=0, editable=False)
    post_count = models.PositiveIntegerField(_("帖子数"), default=0, editable=False)
    last_topic = models.ForeignKey(
        "forum.Topic",
        verbose_name=_("最近的话题"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("版块")
        verbose_name_plural = _("版块")
        ordering = ["area__path", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(parent__isnull=True), name="board_one_main_per_area"
            ),
            models.UniqueConstraint(fields=["area", "name"], name="board_name_once_per_area"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="board_not_below_itself",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="board_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tag_choices(self) -> list[str]:
        """The tags that it offers."""
        return self.offered_tags.split()


class Tag(models.Model):
    """A word under which topics of the whole district are found."""

    name = models.CharField(_("标签"), max_length=20, unique=True)
    topic_count = models.PositiveIntegerField(_("话题数"), default=0, editable=False)

    class Meta:
        verbose_name = _("话题标签")
        verbose_name_plural = _("话题标签")
        ordering = ["-topic_count", "name", "pk"]

    def __str__(self) -> str:
        return self.name
