"""Notifications about reports of errors: who is told, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.error_reports.clock import remaining_words
from cms_pages.models import ErrorReport
from cms_pages.services.people import officials_for
from communities.permissions import standing_of
from communities.roles import Right
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

Renderer = Callable[["Sequence[Notification]", "User"], Mapping[int, Wording]]
_TO_OFFICIALS = frozenset({"error_report.submitted", "error_report.handed_on"})
_TOLD = _TO_OFFICIALS | {"error_report.answered"}


@register("error_report_notifications", wants=lambda event: event.verb in _TOLD)
def tell(event: Event) -> None:
    """Tell the body of what waits for it, and a reporter with an account of the answer."""
    row = ErrorReport.objects.filter(pk=event.object_id).first()
    if row is None:
        return
    if event.verb in _TO_OFFICIALS:
        people = officials_for(row.body_id, now=event.at)
    else:
        people = [row.reporter_id] if row.reporter_id else []
    notify(actor=event.actor, recipients=people, kind=event.verb, instance=row, event=event, now=event.at)


def _worded(
    notifications: "Sequence[Notification]", rows: "QuerySet[ErrorReport]"
) -> "list[tuple[int, ErrorReport]]":
    found = {str(row.pk): row for row in rows.filter(pk__in=[note.object_id for note in notifications])}
    return [(note.pk, found[note.object_id]) for note in notifications if note.object_id in found]


def _for_officials(title: str) -> Renderer:
    """Return a renderer for a report that the reader's body answers."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        today = timezone.localdate()
        return {
            key: Wording(
                title=_(title) % {"title": row.page_title or row.path},
                url=reverse("error_reports:read", args=[row.pk]),
                note=f"{row.get_kind_display()} · {remaining_words(row.due_on, today)}"
                if row.state == ErrorReport.State.OPEN
                else str(row.get_state_display()),
            )
            for key, row in _worded(notifications, ErrorReport.objects.handled_by(reader))
        }

    return words


@registry.register("error_report.answered")
def _answered(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word the answer, for the reporter."""
    return {
        key: Wording(
            title=_("您的纠错有答复：%(title)s") % {"title": row.page_title or row.path},
            url=f"{reverse('error-report-mine')}#report-{row.pk}",
            note=f"{row.get_state_display()}：{row.answer}",
        )
        for key, row in _worded(notifications, ErrorReport.objects.own(reader))
    }


@registry.register("error_report.overdue_below")
def _overdue_below(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word that a body below is late, for officials of the area above it: who, on which page, and how
    late.
    """
    paths = [body.area.path for body in standing_of(reader).bodies_with(Right.PUBLISH_PAGES)]
    today = timezone.localdate()
    rows = ErrorReport.objects.select_related("body__area")
    return {
        key: Wording(
            title=_("%(body)s有纠错超期未答复") % {"body": row.body},
            url=row.path or "/",
            note=f"{row.page_title or row.path} · {remaining_words(row.due_on, today)}",
        )
        for key, row in _worded(notifications, rows)
        if row.state == ErrorReport.State.OPEN and any(row.body.area.path.startswith(path) for path in paths)
    }


registry.register("error_report.submitted")(_for_officials("有人指出页面有错：%(title)s"))
registry.register("error_report.handed_on")(_for_officials("别的单位转来一条纠错：%(title)s"))
registry.register("error_report.due")(_for_officials("纠错快到答复期限：%(title)s"))
registry.register("error_report.overdue")(_for_officials("纠错超过答复期限：%(title)s"))
