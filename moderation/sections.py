"""The block “审核与处理” of `/me/`: rejections and sanctions against the person, with the way to appeal."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import sections
from accounts.requests import SignedInRequest
from design.formatting import cn_datetime
from moderation.choices import Cause, Verdict
from moderation.models import Decision, Sanction

SHOWN = 5


def against_me(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what was decided against the request's user lately; None where nothing was."""
    sanctions = Sanction.objects.filter(user=request.user).select_related("body", "appeal")[:SHOWN]
    now = timezone.now()
    rows = [
        {
            "title": _("%(kind)s至 %(until)s")
            % {"kind": row.get_kind_display(), "until": cn_datetime(row.lifted_at or row.ends_at)},
            "reason": row.reason,
            "note": _("已结束") if row.lifted_at or row.ends_at <= now else "",
            "url": reverse("moderation-appeal", args=["sanction", row.pk]),
        }
        for row in sanctions
    ]
    decisions = (
        Decision.objects.standing()
        .filter(item__author=request.user, verdict=Verdict.REJECT)
        .select_related("item")[:SHOWN]
    )
    rows += [
        {
            "title": (
                _("内容被隐藏（%(at)s）")
                if Cause.MODERATOR in row.item.causes
                else _("内容未通过审核（%(at)s）")
            )
            % {"at": cn_datetime(row.decided_at)},
            "reason": row.reason,
            "note": "",
            "url": reverse("moderation-appeal", args=["decision", row.pk]),
        }
        for row in decisions
    ]
    return {"rows": rows} if rows else None


sections.registry.register("moderation")(
    sections.Section(template="moderation/section.html", context=against_me, position=60)
)
