"""What a resident says of a service."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import RatingState
from cms_pages.querysets.service_voices import ServiceRatingQuerySet
from communities.models import Body

MOST_STARS = 5
LONGEST_COMMENT = 500
LONGEST_ANSWER = 500


class ServiceRating(models.Model):
    """One person's rating of one service: one to five stars, perhaps with a comment.

    Nobody but its author and the publisher's officials sees it before it is published. Provider or publisher
    may answer a published one, once.
    """

    State = RatingState

    service = models.ForeignKey(
        "cms_pages.ServicePage", verbose_name=_("服务"), on_delete=models.CASCADE, related_name="ratings"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("评价人"), on_delete=models.CASCADE, related_name="+"
    )
    stars = models.PositiveSmallIntegerField(
        _("星级"), validators=[MinValueValidator(1), MaxValueValidator(MOST_STARS)]
    )
    comment = models.TextField(_("评价"), max_length=LONGEST_COMMENT, blank=True)
    said_at = models.DateTimeField(_("评价时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=RatingState.choices, default=RatingState.PENDING
    )
    reason = models.CharField(_("未通过的理由"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    answer = models.TextField(_("回复"), max_length=LONGEST_ANSWER, blank=True)
    answered_for = models.ForeignKey(
        Body, verbose_name=_("回复单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("回复时间"), null=True, blank=True)

    objects = ServiceRatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务评价")
        verbose_name_plural = _("服务评价")
        ordering = ["-said_at", "-pk"]
        indexes = [
            models.Index(fields=["service", "state", "-said_at"], name="service_rating_shown"),
            models.Index(fields=["state", "said_at"], name="service_rating_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["service", "author"], name="service_rating_one_a_person"),
            models.CheckConstraint(
                condition=models.Q(stars__gte=1, stars__lte=MOST_STARS), name="service_rating_stars"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RatingState.REJECTED) | ~models.Q(reason=""),
                name="service_rating_rejected_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True, answered_for__isnull=True)
                | ~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_for__isnull=False),
                name="service_rating_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} · {self.stars}"
