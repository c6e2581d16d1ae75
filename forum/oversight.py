"""What those above see of the desk: what is late, what nobody answered for months, whose work goes to a
colleague.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities import handover, inspection, workload
from communities.models import Body
from forum.models import Enquiry

# State inspection: a message that nobody answered for three months fails the site.
UNANSWERED_DAYS: Final = 90


def _overdue(now: datetime) -> Mapping[int, int]:
    """Return how many enquiries are late, by key of the body; one query."""
    late = Enquiry.objects.overdue(today=timezone.localdate(now))
    return dict(
        late.order_by().values("body").annotate(late_ones=Count("pk")).values_list("body", "late_ones")
    )


def _unanswered(now: datetime, days: int) -> Iterable[inspection.Fault]:
    """Return the enquiries that nobody has answered for so many days; one query."""
    rows = Enquiry.objects.open().filter(received_at__lte=now - timedelta(days=days))
    return [
        inspection.Fault(
            area_id=enquiry.body.area_id,
            body_id=enquiry.body_id,
            subject=f"enquiry:{enquiry.pk}",
            title=enquiry.number,
            url=reverse("enquiries:read", args=[enquiry.pk]),
            since=enquiry.received_at,
        )
        for enquiry in rows.select_related("body").order_by("pk")
    ]


def _assigned(user: User, body: Body) -> Sequence[handover.Item]:
    """Return the open enquiries under the person's name in the body."""
    rows = Enquiry.objects.open().filter(assigned_to=user, body=body).select_related("topic")
    return [
        handover.Item(
            title=f"{enquiry.number} {enquiry.topic.title}", url=reverse("enquiries:read", args=[enquiry.pk])
        )
        for enquiry in rows.order_by("due_on", "pk")
    ]


def _give(user: User, body: Body, to: User | None) -> int:
    """Give them to a colleague, or to nobody in particular, which is the body's queue."""
    return Enquiry.objects.open().filter(assigned_to=user, body=body).update(assigned_to=to)


workload.registry.register("enquiries-late")(
    workload.WorkCounter(title=_("超期的咨询投诉"), kind=workload.WorkKind.LATE, count=_overdue)
)
inspection.checks.register("enquiry-unanswered")(
    inspection.Check(title=_("长期没有答复的咨询投诉"), find=_unanswered, days=UNANSWERED_DAYS)
)
handover.registry.register("enquiries")(
    handover.OpenWork(title=_("经办的咨询投诉"), find=_assigned, give=_give)
)
