"""Several notices published together."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms_pages.querysets.releases import NoticeReleaseQuerySet
from communities.models import Body


class NoticeRelease(models.Model):
    """Several notices published together at one moment, all or none."""

    name = models.CharField(_("名称"), max_length=60)
    body = models.ForeignKey(
        Body, verbose_name=_("发布单位"), on_delete=models.PROTECT, related_name="releases"
    )
    release_at = models.DateTimeField(
        _("发布时间"), null=True, blank=True, help_text=_("不填则不会自动发布，可随时点“立即发布”。")
    )
    released_at = models.DateTimeField(_("实际发布时间"), null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(_("未能发布的时间"), null=True, blank=True, editable=False)
    failure = models.TextField(_("未能发布的原因"), blank=True, editable=False)

    objects = NoticeReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("同时发布")
        verbose_name_plural = _("同时发布")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["release_at"],
                name="notice_release_due",
                condition=Q(released_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class NoticeReleaseMember(models.Model):
    """A draft that waits for its release. Its newest version at that moment is published."""

    release = models.ForeignKey(NoticeRelease, on_delete=models.CASCADE, related_name="members")
    # One release at a time: a notice that two releases would publish belongs to neither.
    notice = models.OneToOneField(
        "cms_pages.NoticePage",
        verbose_name=_("公告"),
        on_delete=models.CASCADE,
        related_name="release_member",
    )

    class Meta:
        verbose_name = _("同时发布的公告")
        verbose_name_plural = _("同时发布的公告")
        ordering = ["release", "pk"]

    def __str__(self) -> str:
        return str(self.notice)
