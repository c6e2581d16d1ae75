"""What those above a body see of its consultations: opinions that wait, outcomes that are late."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import ConsultationPage, Opinion
from cms_pages.querysets.consultations import ConsultationQuerySet
from cms_pages.workload import by_body
from communities import workload
from communities.inspection import Check, Fault, checks
from communities.workload import WorkCounter, WorkKind


def _pending(_now: datetime) -> Mapping[int, int]:
    return by_body(Opinion.objects.pending(), "consultation__body_owner_id")


def _without_outcome(now: datetime) -> ConsultationQuerySet:
    yesterday = timezone.localdate(now) - timedelta(days=1)
    return ConsultationPage.objects.without_outcome_due_by(yesterday)


def _late(now: datetime) -> Mapping[int, int]:
    return by_body(_without_outcome(now))


def late_outcomes(now: datetime, _days: int) -> Iterator[Fault]:
    """Yield the consultations whose outcome is overdue."""
    for page in _without_outcome(now).select_related("care").defer("content", "search_text"):
        yield Fault(
            area_id=page.area_id,
            body_id=page.body_owner_id,
            subject=str(page.pk),
            title=_("意见征集“%(title)s”的结果逾期未公布") % {"title": page.title},
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            since=page.closes_at,
        )


workload.registry.register("opinions")(
    WorkCounter(title=gettext_lazy("待审核的居民意见"), kind=WorkKind.CHECK, count=_pending)
)
workload.registry.register("outcomes")(
    WorkCounter(title=gettext_lazy("逾期未公布的征集结果"), kind=WorkKind.LATE, count=_late)
)
checks.register("outcomes-late")(Check(gettext_lazy("意见征集结果逾期未公布"), late_outcomes))
