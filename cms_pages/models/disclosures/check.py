"""A supervisor's check: the workflow's task, the check of one submission, and remarks at the places
concerned.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from cms_pages.choices import CheckState
from cms_pages.querysets.disclosure_records import DisclosureCheckQuerySet

LONGEST_REMARK = 500


class SupervisorCheckTask(Task):
    """The one task of the one workflow of disclosures.

    Supervisors are residents: they check on the public site, and have no part in the workbench. So this
    task offers
    no action there to anybody, and while it lasts nobody edits the page; whoever submitted it may take it
    back.
    """

    class Meta:
        verbose_name = _("监督员审核")
        verbose_name_plural = _("监督员审核")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin, and open a check for the supervisors of the page's area."""
        from django.utils import timezone

        from cms_pages.actions.open_check import open_check

        state: TaskState = super().start(workflow_state, user=user)
        open_check(actor=user, task_state=state, now=timezone.now())
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Return True: what is checked is what was submitted."""
        return True

    def get_actions(self, page: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return none: the check is on the public site."""
        return []

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Return False: a check gives nobody the editor."""
        return False


class DisclosureCheck(models.Model):
    """The check of one submission. Who decided it and when is public; their name is kept as it was then."""

    State = CheckState

    page = models.ForeignKey("cms_pages.DisclosurePage", on_delete=models.CASCADE, related_name="checks")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    task_state = models.OneToOneField(
        "wagtailcore.TaskState", null=True, on_delete=models.SET_NULL, related_name="disclosure_check"
    )
    state = models.CharField(_("状态"), max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(_("送审时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by_name = models.CharField(_("审核人"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    alerted_at = models.DateTimeField(_("无人审核提醒时间"), null=True, blank=True)

    objects = DisclosureCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开内容的审核")
        verbose_name_plural = _("公开内容的审核")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=Q(state=CheckState.WAITING),
                name="disclosure_check_one_waiting_a_page",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CheckState.WAITING, CheckState.WITHDRAWN])
                | Q(decided_at__isnull=False),
                name="disclosure_check_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.get_state_display()}"


class CheckRemark(models.Model):
    """What a supervisor finds wrong, at one place of the page.

    `place` is empty for the whole, else the id of a section or block, for a row of a table with `:` and
    its number from 1; `label` says the same in words, as it was then.
    """

    check_row = models.ForeignKey(DisclosureCheck, on_delete=models.CASCADE, related_name="remarks")
    place = models.CharField(_("位置"), max_length=60, blank=True)
    label = models.CharField(_("位置说明"), max_length=160)
    text = models.TextField(_("问题"), max_length=LONGEST_REMARK)

    class Meta:
        verbose_name = _("审核意见")
        verbose_name_plural = _("审核意见")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="check_remark_has_text")]

    def __str__(self) -> str:
        return f"{self.label}：{self.text}"[:80]
