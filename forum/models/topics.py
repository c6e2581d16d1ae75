"""Topics and what people write in them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Body
from forum.choices import Deed, State, TopicKind
from forum.models.boards import Board, Tag
from forum.querysets.topics import PostQuerySet, RevisionQuerySet, TopicQuerySet

LONGEST_TITLE = 80
LONGEST_TEXT = 10_000


class Topic(models.Model):
    """A conversation in a board. Its first post (number 1) is what it was started with.

    `last_number` is the highest number that was ever given, `post_count` counts the published posts: numbers
        stay
    when a post goes, so that “floor 12” is always the same.
    """

    board = models.ForeignKey(Board, verbose_name=_("版块"), on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(_("类型"), max_length=10, choices=TopicKind.choices, default=TopicKind.DISCUSSION)
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发起人"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PUBLISHED)
    # Only enquiries are; such a topic is in no list, count, feed or index.
    is_private = models.BooleanField(_("不公开"), default=False)
    is_locked = models.BooleanField(_("已锁定"), default=False)
    is_pinned = models.BooleanField(_("置顶"), default=False)
    pinned_until = models.DateTimeField(_("置顶到"), null=True, blank=True)
    started_at = models.DateTimeField(_("发起时间"))
    last_post_at = models.DateTimeField(_("最近回复时间"))
    last_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("最近回复人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    last_number = models.PositiveIntegerField(_("最大楼层"), default=0)
    post_count = models.PositiveIntegerField(_("公开帖数"), default=0)
    accepted = models.ForeignKey(
        "forum.Post",
        verbose_name=_("采纳的回答"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tags = models.ManyToManyField(Tag, verbose_name=_("标签"), related_name="topics", blank=True)
    # What lists show, so that none of them joins.
    tag_names = models.JSONField(default=list, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("话题")
        verbose_name_plural = _("话题")
        ordering = ["-is_pinned", "-last_post_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="topic_has_title"),
            models.CheckConstraint(
                condition=models.Q(is_private=False) | models.Q(kind="enquiry"),
                name="topic_private_only_enquiries",
            ),
            models.CheckConstraint(
                condition=models.Q(post_count__lte=models.F("last_number")), name="topic_counts_its_posts"
            ),
            models.CheckConstraint(
                condition=models.Q(pinned_until__isnull=True) | models.Q(is_pinned=True),
                name="topic_pinned_until_is_pinned",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state="deleted"),
                name="topic_merged_is_gone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["board", "-is_pinned", "-last_post_at", "-id"],
                name="topic_list",
                condition=models.Q(state="published", is_private=False),
            ),
            models.Index(fields=["author", "-id"], name="topic_of_author"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reply_count(self) -> int:
        """How many published replies there are."""
        return max(self.post_count - 1, 0)


class Post(models.Model):
    """What one person wrote: Markdown as typed, and the HTML made of it once, when it was written.

    `token` comes from the form, so that a form sent twice makes one post. Where a change has to wait for a
    moderator,
    `pending_text` holds it and everybody goes on reading the text from before.
    """

    topic = models.ForeignKey(Topic, verbose_name=_("话题"), on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(_("楼层"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("作者"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PUBLISHED)
    text = models.TextField(_("内容"), max_length=LONGEST_TEXT)
    html = models.TextField(editable=False)
    html_version = models.PositiveSmallIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=32, editable=False)
    pending_text = models.TextField(_("待审核的修改"), blank=True, editable=False)
    written_at = models.DateTimeField(_("时间"))
    edited_at = models.DateTimeField(_("修改时间"), null=True, blank=True)
    revision_count = models.PositiveIntegerField(_("修改次数"), default=0)
    like_count = models.PositiveIntegerField(_("赞"), default=0)
    reply_to = models.ForeignKey(
        "self", verbose_name=_("回复"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_for = models.ForeignKey(
        Body, verbose_name=_("答复单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # At whose desk an official wrote it for its author. No index: nobody looks for it.
    desk = models.ForeignKey(
        Body,
        verbose_name=_("代办单位"),
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    was_reviewed = models.BooleanField(_("经过审核"), default=False)
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    attachment_count = models.PositiveSmallIntegerField(_("附件数"), default=0, editable=False)
    # While a change waits: keys of the attachments that readers still see, and of those that it wants.
    pending_attachments = models.JSONField(default=dict, blank=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("帖子")
        verbose_name_plural = _("帖子")
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once_per_topic"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="post_numbers_from_one"),
        ]
        indexes = [models.Index(fields=["author", "-id"], name="post_of_author")]

    def __str__(self) -> str:
        return gettext("话题%(topic)s，%(number)s楼") % {"topic": self.topic_id, "number": self.number}


class Revision(models.Model):
    """What a post said before it was changed, and who changed it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("次序"))
    text = models.TextField(_("修改前的内容"))
    files = models.JSONField(_("修改前的附件"), default=list, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("修改人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("修改时间"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("修改记录")
        verbose_name_plural = _("修改记录")
        ordering = ["post", "number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_number_once_per_post"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.number}"


class Like(models.Model):
    """One person likes one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="likes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    liked_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("赞")
        verbose_name_plural = _("赞")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="like_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.post_id}"


class Mention(models.Model):
    """A post names a person, who is told once."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("提到")
        verbose_name_plural = _("提到")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="mention_once_a_person")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.user_id}"


class TopicDeed(models.Model):
    """What was done to a topic, shown after the post that was its last at that time."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="deeds")
    deed = models.CharField(_("处理"), max_length=10, choices=Deed.choices)
    after_number = models.PositiveIntegerField(_("在此楼层之后"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    detail = models.CharField(_("说明"), max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("话题处理")
        verbose_name_plural = _("话题处理")
        ordering = ["pk"]
        indexes = [models.Index(fields=["topic", "after_number"], name="topic_deed_place")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.deed}"
