"""A change to a service's record that its provider proposes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import ProposalState
from cms_pages.querysets.service_voices import ServiceProposalQuerySet
from communities.models import Body


class ServiceProposal(models.Model):
    """What a provider would have changed in a published service; its publisher decides.

    `changes` holds `{field: [before, after]}` of `cms_pages.services.proposals.FIELDS`, `before` being what
    the page said when it was proposed.
    """

    State = ProposalState

    service = models.ForeignKey(
        "cms_pages.ServicePage", verbose_name=_("服务"), on_delete=models.CASCADE, related_name="proposals"
    )
    body = models.ForeignKey(
        Body, verbose_name=_("服务单位"), on_delete=models.PROTECT, related_name="service_proposals"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changes = models.JSONField(_("修改"))
    note = models.TextField(_("说明"), max_length=300, blank=True)
    proposed_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    reason = models.CharField(_("未采纳的理由"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)

    objects = ServiceProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务修改建议")
        verbose_name_plural = _("服务修改建议")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            # A second one would be about a page that the first may have changed by then.
            models.UniqueConstraint(
                fields=["service"],
                condition=models.Q(state=ProposalState.WAITING),
                name="service_proposal_one_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.REJECTED) | ~models.Q(reason=""),
                name="service_proposal_rejected_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} · {self.body}"
