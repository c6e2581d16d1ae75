"""What the forum keeps for a person: standing, what they have read, what they watch, what they have begun."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.choices import Trust, WatchLevel
from forum.models.boards import Board, Tag
from forum.models.topics import LONGEST_TEXT, LONGEST_TITLE, Topic
from forum.querysets.members import MemberQuerySet


class Member(models.Model):
    """A person in the forum: what they earned, and what of them others may see."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forum_member"
    )
    trust = models.PositiveSmallIntegerField(_("信任等级"), choices=Trust.choices, default=Trust.NEW)
    topic_count = models.PositiveIntegerField(_("话题数"), default=0)
    post_count = models.PositiveIntegerField(_("帖子数"), default=0)
    likes_received = models.PositiveIntegerField(_("收到的赞"), default=0)
    first_post_at = models.DateTimeField(_("首次发帖"), null=True, blank=True)
    introduction = models.CharField(_("自我介绍"), max_length=200, blank=True)
    shows_posts = models.BooleanField(_("在我的主页列出我的话题和回帖"), default=True)
    shows_numbers = models.BooleanField(_("在我的主页显示发帖数和收到的赞"), default=True)
    is_findable = models.BooleanField(_("别人能在搜索里按昵称找到我"), default=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("论坛成员")
        verbose_name_plural = _("论坛成员")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.user)


class ReadMark(models.Model):
    """How far a person has read a topic."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("读到的楼层"))

    class Meta:
        verbose_name = _("阅读进度")
        verbose_name_plural = _("阅读进度")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic_id}: {self.number}"


class Watch(models.Model):
    """A person wants to hear, or not to hear, of a topic, a board or a tag."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="watches")
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.CASCADE, related_name="watches")
    tag = models.ForeignKey(Tag, null=True, blank=True, on_delete=models.CASCADE, related_name="watches")
    level = models.CharField(_("方式"), max_length=5, choices=WatchLevel.choices, default=WatchLevel.WATCH)

    class Meta:
        verbose_name = _("关注")
        verbose_name_plural = _("关注")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=models.Q(topic__isnull=False), name="watch_topic_once"
            ),
            models.UniqueConstraint(
                fields=["user", "board"], condition=models.Q(board__isnull=False), name="watch_board_once"
            ),
            models.UniqueConstraint(
                fields=["user", "tag"], condition=models.Q(tag__isnull=False), name="watch_tag_once"
            ),
            models.CheckConstraint(
                condition=models.Q(topic__isnull=False, board__isnull=True, tag__isnull=True)
                | models.Q(topic__isnull=True, board__isnull=False, tag__isnull=True)
                | models.Q(topic__isnull=True, board__isnull=True, tag__isnull=False),
                name="watch_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.level}"


class Draft(models.Model):
    """What somebody has begun to write: one a board (a new topic) and one a topic (a reply)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    board = models.ForeignKey(Board, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(_("内容"), max_length=LONGEST_TEXT, blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "board"], condition=models.Q(board__isnull=False), name="draft_board_once"
            ),
            models.UniqueConstraint(
                fields=["user", "topic"], condition=models.Q(topic__isnull=False), name="draft_topic_once"
            ),
            models.CheckConstraint(
                condition=models.Q(board__isnull=True, topic__isnull=False)
                | models.Q(board__isnull=False, topic__isnull=True),
                name="draft_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        # Not its words: what is kept of a deed names its object so.
        return f"{_('草稿')} {self.pk}"
