"""What the workbench's home shows of moderation."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from communities.viewsets.happening_words import CHOICES
from communities.workbench import Panel, registry
from moderation.choices import Cause
from moderation.models import Appeal, QueueItem
from moderation.permissions import can_moderate

COUNTED_AT_MOST = 100
# Why something is in the queue, as the register of what happened words it.
CHOICES["moderation.queueitem", "causes"] = [*Cause.choices]


def to_moderate(request: HttpRequest) -> dict[str, Any] | None:
    """Return what waits for the request's user; None for whoever moderates nothing, or where nothing
    waits.
    """
    if not isinstance(request.user, User) or not can_moderate(request.user):
        return None
    waiting = QueueItem.objects.waiting().visible_to(request.user)[: COUNTED_AT_MOST + 1]
    appeals = Appeal.objects.decidable_by(request.user)[: COUNTED_AT_MOST + 1]
    rows = [
        {"label": label, "count": count, "url": url, "more": count > COUNTED_AT_MOST}
        for label, count, url in (
            (_("待审核的内容"), len(waiting.values_list("pk")), reverse("moderation_queue:index")),
            (_("待复核的申诉"), len(appeals.values_list("pk")), reverse("moderation_appeals:index")),
        )
        if count
    ]
    return {"rows": rows, "most": COUNTED_AT_MOST} if rows else None


registry.register("moderation")(
    Panel(
        title=gettext_lazy("审核"),
        template="moderation/admin/panel.html",
        context=to_moderate,
        position=15,
    )
)
