"""What a reporter reads of a report."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms_pages.choices import ErrorReportState
from design.formatting import cn_date

if TYPE_CHECKING:
    from cms_pages.models import ErrorReport

_BADGES = {
    ErrorReportState.OPEN: "waiting",
    ErrorReportState.FIXED: "answered",
    ErrorReportState.NO_ERROR: "answered",
    ErrorReportState.SPAM: "closed",
}


def report_row(report: "ErrorReport", today: date) -> dict[str, Any]:
    """Return what the templates show of `report`: what was said, what happened, and the answer.

    Officials stay behind their bodies: no name of theirs is in it.
    """
    state = ErrorReportState(report.state)
    return {
        "pk": report.pk,
        "title": report.page_title or report.path,
        "url": report.path,
        "kind": report.get_kind_display(),
        "place": report.place,
        "text": report.text,
        "badge": {"state": _BADGES[state], "label": str(state.label)},
        "state_words": _state_words(report, today),
        "events": _events(report),
    }


def _state_words(report: "ErrorReport", today: date) -> str:
    if report.state == ErrorReportState.SPAM:
        return _("这条内容与页面的差错无关，没有处理。")
    if report.state != ErrorReportState.OPEN:
        return ""
    day = cn_date(report.due_on)
    if today > report.due_on:
        return _("本应在%(day)s前答复，已经超期，系统在催办。") % {"day": day}
    return _("%(body)s会在%(day)s前答复。") % {"body": report.body, "day": day}


def _events(report: "ErrorReport") -> list[dict[str, Any]]:
    """Return the items of `design/components/timeline.html`."""
    transfers = list(report.transfers.all())
    first = transfers[0].from_body if transfers else report.body
    items: list[dict[str, Any]] = [
        {"title": _("已提交，由%(body)s处理") % {"body": first}, "at": report.reported_at}
    ]
    items += [
        {"title": _("转给%(body)s") % {"body": row.to_body}, "at": row.at, "text": row.reason}
        for row in transfers
    ]
    if report.answer:
        items.append(
            {
                "title": str(report.get_state_display()),
                "at": report.closed_at,
                "actor": str(report.body),
                "text": report.answer,
                "state": "done",
            }
        )
    return items
