"""What those above see of moderation: how much waits in each body."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from communities.workload import WorkCounter, WorkKind, registry
from moderation.models import QueueItem


def _waiting(_now: datetime) -> Mapping[int, int]:
    """Return how many things wait for a moderator, by key of the body; one query."""
    rows = QueueItem.objects.waiting().order_by().values("body").annotate(number=Count("pk"))
    return dict(rows.values_list("body", "number"))


registry.register("moderation-queue")(
    WorkCounter(title=_("待审核的帖子"), kind=WorkKind.CHECK, count=_waiting)
)
