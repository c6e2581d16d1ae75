"""How a consultation reads: its state, its time, its badges."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.choices import ConsultationState
from design.formatting import cn_date, cn_datetime

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage

_BADGES = {
    ConsultationState.COMING: "waiting",
    ConsultationState.OPEN: "new",
    ConsultationState.CLOSED: "closed",
    ConsultationState.OUTCOME: "answered",
}


def outcome_due_on(page: "ConsultationPage") -> date | None:
    """Return the day for the outcome; None for a draft."""
    care = getattr(page, "care", None) if page.pk else None
    return care.outcome_due_on if care else None


def is_late(page: "ConsultationPage", now: datetime) -> bool:
    """Return whether the outcome is overdue at `now`."""
    due = outcome_due_on(page)
    return due is not None and not page.outcome_summary and due < timezone.localdate(now)


def badges(page: "ConsultationPage", now: datetime) -> list[dict[str, str]]:
    """Return the badges: the state, and that the outcome is overdue."""
    state = page.state_at(now)
    found = [{"state": _BADGES[state], "label": str(state.label)}]
    if is_late(page, now):
        found.append({"state": "late", "label": _("结果逾期未公布")})
    return found


def time_words(page: "ConsultationPage", now: datetime) -> str:
    """Return what a reader has to know of the time: when it begins, ends, or when the outcome comes."""
    state = page.state_at(now)
    if state == ConsultationState.COMING:
        return _("%(moment)s开始") % {"moment": cn_datetime(page.opens_at)}
    if state == ConsultationState.OPEN:
        return _("%(moment)s截止") % {"moment": cn_datetime(page.closes_at)}
    due = outcome_due_on(page)
    if state == ConsultationState.CLOSED and due is not None:
        return _("%(day)s前公布结果") % {"day": cn_date(due)}
    return _("%(moment)s截止") % {"moment": cn_datetime(page.closes_at)}


def list_item(page: "ConsultationPage", request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Return a row of `design/components/dated_list.html`, and bound the page's life by it."""
    bound_life(page, request, now)
    return {
        "url": page.get_url(request),
        "title": page.title,
        "summary": page.summary,
        "badges": badges(page, now),
        "date": page.listed_from,
        "area": str(page.body_owner),
        "note": time_words(page, now),
    }


def bound_life(page: "ConsultationPage", request: HttpRequest, now: datetime) -> None:
    """End the kept page's life at the first moment at which the clock alone changes what it says of
    `page`.
    """
    page_cache.bound(request, page.next_change(now))
    due = outcome_due_on(page)
    if due is not None and not page.outcome_summary and due >= timezone.localdate(now):
        tomorrow = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        page_cache.bound(request, tomorrow + timedelta(days=(due - timezone.localdate(now)).days + 1))
