"""Bodies, who belongs to them in which role, and which pages are theirs."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.choices import BodyKind, Role
from communities.models.area import Area
from communities.querysets import BodyQuerySet, MembershipQuerySet
from communities.words import role_word


class Body(models.Model):
    """Whoever publishes, answers or offers something, for one area."""

    kind = models.CharField(_("类别"), max_length=24, choices=BodyKind.choices)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=50, blank=True)
    area = models.ForeignKey(Area, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="bodies")
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        verbose_name=_("文件夹"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="body",
    )
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["area__path", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="body_name_once_per_area"),
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(kind="committee"), name="body_one_committee_per_area"
            ),
            models.UniqueConstraint(
                fields=["area"], condition=models.Q(kind="street_office"), name="body_one_office_per_street"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class BodyPage(models.Model):
    """A page, with all below it, that a body's officials work on. Rights in the tree follow these rows."""

    body = models.ForeignKey(
        Body, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="body_pages"
    )
    page = models.OneToOneField(
        "wagtailcore.Page", verbose_name=_("页面"), on_delete=models.CASCADE, related_name="body_page"
    )

    class Meta:
        verbose_name = _("单位的页面")
        verbose_name_plural = _("单位的页面")
        ordering = ["body", "pk"]

    def __str__(self) -> str:
        return f"{self.body} · {self.page}"


class Membership(models.Model):
    """A person in a body in a role, for a time. Where a resident lives is a membership of the committee."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="memberships"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    valid_from = models.DateField(_("自"), default=timezone.localdate)
    valid_until = models.DateField(_("至"), null=True, blank=True, help_text=_("含当日；不填为长期。"))

    # When somebody, or the timer, saw to its end: open work was handed over.
    closed_at = models.DateTimeField(_("交接时间"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["body", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                condition=models.Q(valid_until__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.body} · {self.get_role_display()}"

    def get_role_display(self) -> str:  # type: ignore[no-redef] # in place of Django's own
        """Return what the role is called in the body's area: a village has a 村委会主任."""
        return role_word(self.role, self.body.area)
