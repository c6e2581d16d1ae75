"""What a resident holds against a disclosure."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ObjectionState, WordsState
from cms_pages.models.disclosures.version import DisclosureVersion
from cms_pages.querysets.disclosure_records import DisclosureObjectionQuerySet

LONGEST_OBJECTION = 500
LONGEST_ANSWER = 1000


class DisclosureObjection(models.Model):
    """One resident's objection to one disclosure, with the committee's answer and the correction that
    followed.

    The resident's name is nobody's but their own. Their words are public together with the answer, unless
    screened words were found in them: then the street's moderators look first (`disclosures.moderated`).
    """

    page = models.ForeignKey("cms_pages.DisclosurePage", on_delete=models.PROTECT, related_name="objections")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("异议"), max_length=LONGEST_OBJECTION)
    words_state = models.CharField(
        _("异议的文字"), max_length=10, choices=WordsState.choices, default=WordsState.SHOWN
    )
    raised_at = models.DateTimeField(_("提出时间"))
    due_on = models.DateField(_("答复期限"))
    answer = models.TextField(_("答复"), max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    will_correct = models.BooleanField(_("将更正"), default=False)
    correction = models.ForeignKey(
        DisclosureVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="objections"
    )
    alerted_at = models.DateTimeField(_("超期提醒时间"), null=True, blank=True)

    objects = DisclosureObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("对公开内容的异议")
        verbose_name_plural = _("对公开内容的异议")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="disclosure_objection_has_text"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="disclosure_objection_answer_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_at__isnull=True), name="disclosure_objection_open"
            )
        ]

    def __str__(self) -> str:
        return str(_("对“%(page)s”的异议") % {"page": self.page.title})

    def state_on(self, today: date) -> ObjectionState:
        """Return where it stands on `today`."""
        if self.answered_at is None:
            return ObjectionState.OVERDUE if today > self.due_on else ObjectionState.WAITING
        if self.correction_id is not None:
            return ObjectionState.CORRECTED
        return ObjectionState.CORRECTING if self.will_correct else ObjectionState.ANSWERED
