"""What the page of a consultation shows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms_pages.blocks.consultations import FREE, OutcomePointBlock
from cms_pages.choices import ConsultationState
from cms_pages.consultations.display import badges, bound_life, is_late, outcome_due_on, time_words
from cms_pages.consultations.results import results_of
from cms_pages.notices.detail import attachments
from cms_pages.notices.trail import breadcrumbs
from design.formatting import cn_date, cn_datetime

if TYPE_CHECKING:
    from cms_pages.models import ConsultationPage

PAGE_SIZE = 20
_STANCES = dict(OutcomePointBlock.STANCES)
_ENDED = frozenset({ConsultationState.CLOSED, ConsultationState.OUTCOME})


def detail_context(page: "ConsultationPage", request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the context of the consultation's page, and bound the life of the kept page by it."""
    bound_life(page, request, now)
    is_preview = bool(getattr(request, "is_preview", False)) or not page.pk
    state = page.state_at(now)
    base = page.get_url(request) or ""
    return {
        "now": now,
        "consultation": page,
        "breadcrumbs": breadcrumbs(page, request, now),
        "badges": badges(page, now),
        "is_open": state == ConsultationState.OPEN,
        "is_late": is_late(page, now),
        "late_text": _late_text(page),
        "time_words": time_words(page, now),
        "facts": facts(page),
        "attachments": attachments(page),
        "questions": [_question(block.value) for block in page.questions],
        "opinion_url": f"{base}opinion/",
        "count": 0 if is_preview else page.opinions.count(),
        "results": results_of(page) if state in _ENDED and not is_preview else [],
        "points": [_point(block.value) for block in page.outcome_points],
        "full_url": page.get_full_url(request) or "",
        **_opinions(page, request, base, is_preview=is_preview),
    }


def facts(page: "ConsultationPage") -> list[dict[str, str]]:
    """Return the rows of `design/components/summary_list.html`: who asks, when, whom."""
    due, care = outcome_due_on(page), getattr(page, "care", None) if page.pk else None
    published = care.outcome_published_at if care else None
    rows = [
        (_("征集单位"), str(page.body_owner)),
        (_("开始时间"), cn_datetime(page.opens_at or page.first_published_at)),
        (_("截止时间"), cn_datetime(page.closes_at)),
        (_("谁可以提"), str(page.get_audience_display())),
        (_("是否公开"), str(page.get_display_display())),
        (_("结果"), _("%(moment)s公布") % {"moment": cn_datetime(published)})
        if published
        else (_("结果"), _("%(day)s前公布") % {"day": cn_date(due)} if due else ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _late_text(page: "ConsultationPage") -> str:
    due = outcome_due_on(page)
    return _("结果应在%(day)s前公布，现在已经逾期。") % {"day": cn_date(due)} if due else ""


def _question(value: Any) -> dict[str, Any]:
    return {
        "question": value["question"],
        "choices": list(value["choices"]),
        "kind": "" if value["kind"] == FREE else dict(value.block.KINDS)[value["kind"]],
    }


def _point(value: Any) -> dict[str, str]:
    return {
        "point": value["point"],
        "stance": value["stance"],
        "stance_words": str(_STANCES[value["stance"]]),
        "reason": value["reason"],
    }


def _opinions(
    page: "ConsultationPage", request: HttpRequest, base: str, *, is_preview: bool
) -> dict[str, Any]:
    """Return one page of the opinions that everybody may read, the newest first, by key."""
    if is_preview:
        return {"opinions": [], "older_url": "", "newer_url": ""}
    rows = page.opinions.shown().filter(consultation=page).select_related("author")
    after = request.GET.get("after", "")
    is_key = after.isascii() and after.isdigit() and len(after) < 19
    if is_key:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE_SIZE + 1])
    return {
        "opinions": [
            {
                "pk": row.pk,
                "author": str(row.author) if row.author else _("已注销的居民"),
                "text": row.text,
                "said_at": row.said_at,
            }
            for row in found[:PAGE_SIZE]
            if row.text
        ],
        "older_url": f"{base}?after={found[PAGE_SIZE - 1].pk}" if len(found) > PAGE_SIZE else "",
        "newer_url": base if is_key else "",
    }
