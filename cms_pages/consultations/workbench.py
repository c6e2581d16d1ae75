"""What the workbench's home shows of consultations, to whom it concerns."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.consultations.clock import REMINDED_BEFORE
from cms_pages.consultations.permissions import publishing_bodies
from cms_pages.models import ConsultationPage, Opinion
from cms_pages.notices.places import places_to_publish
from communities.calendar import add_working_days
from communities.workbench import Panel, Shortcut, registry, shortcuts
from design.formatting import cn_date, cn_datetime

LIST = "cms_pages/notices/workbench/pages.html"
MOST_ROWS = 6


def _outcomes(request: HttpRequest) -> dict[str, Any] | None:
    today = timezone.localdate()
    rows = (
        ConsultationPage.objects.without_outcome_due_by(add_working_days(today, REMINDED_BEFORE))
        .filter(body_owner__in=publishing_bodies(request.user), closes_at__lte=timezone.now())
        .select_related("care")
        .defer("content", "search_text")[:MOST_ROWS]
    )
    found = [
        {
            "title": row.title,
            "url": reverse("wagtailadmin_pages:edit", args=[row.pk]),
            "note": _("结果%(day)s前公布") % {"day": cn_date(row.care.outcome_due_on)},
            "reason": _("已经逾期") if row.care.outcome_due_on < today else "",
        }
        for row in rows
    ]
    return {"rows": found} if found else None


def _opinions(request: HttpRequest) -> dict[str, Any] | None:
    rows = Opinion.objects.pending().filter(consultation__body_owner__in=publishing_bodies(request.user))
    found = [
        {
            "title": row.consultation.title,
            "url": reverse("consultations:opinions", args=[row.consultation_id]),
            "note": cn_datetime(row.said_at),
        }
        for row in rows.select_related("consultation")[:MOST_ROWS]
    ]
    if not found:
        return None
    return {"rows": found, "more_url": reverse("consultations:index"), "more_label": _("全部意见征集")}


registry.register("consultations-opinions")(
    Panel(title=gettext_lazy("待审核的居民意见"), template=LIST, context=_opinions, position=26)
)
registry.register("consultations-outcomes")(
    Panel(title=gettext_lazy("该公布结果的意见征集"), template=LIST, context=_outcomes, position=27)
)


@shortcuts.register("new-consultation")
def new_consultation(request: HttpRequest) -> list[Shortcut]:
    """One button for each of the user's bodies that publishes notices."""
    return [
        Shortcut(
            label=_("征集意见（%(body)s）") % {"body": place.body.short_name or place.body.area.short_name},
            url=reverse("wagtailadmin_pages:add", args=["cms_pages", "consultationpage", place.page_id]),
            icon="comment",
        )
        for place in places_to_publish(request.user)
    ]
