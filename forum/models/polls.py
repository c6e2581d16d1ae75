"""Polls: a question with options, in the first post of a topic."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.models.topics import Topic


class Poll(models.Model):
    """The poll of a topic."""

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="poll")
    is_multiple = models.BooleanField(_("可多选"), default=False)
    is_hidden_until_voted = models.BooleanField(_("投票后才看到结果"), default=False)
    ends_at = models.DateTimeField(_("截止时间"), null=True, blank=True)
    voter_count = models.PositiveIntegerField(_("投票人数"), default=0)

    class Meta:
        verbose_name = _("投票")
        verbose_name_plural = _("投票")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.topic_id)


class PollOption(models.Model):
    """One option."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(_("顺序"))
    text = models.CharField(_("选项"), max_length=60)
    vote_count = models.PositiveIntegerField(_("票数"), default=0)

    class Meta:
        verbose_name = _("投票选项")
        verbose_name_plural = _("投票选项")
        ordering = ["poll", "position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_option_position_once"),
            models.UniqueConstraint(fields=["poll", "text"], name="poll_option_text_once"),
        ]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """One person's vote for one option. `is_single` copies the poll's kind, for the constraint's sake."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_single = models.BooleanField()
    voted_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("投票记录")
        verbose_name_plural = _("投票记录")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["option", "user"], name="poll_vote_option_once"),
            models.UniqueConstraint(
                fields=["poll", "user"], condition=models.Q(is_single=True), name="poll_vote_single_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.option_id}"
