"""What the workbench's home shows of errors that readers have found."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.error_reports.clock import remaining_words
from cms_pages.models import ErrorReport
from communities.workbench import Panel, registry

MOST_ROWS = 6


def _waiting(request: HttpRequest) -> dict[str, Any] | None:
    today = timezone.localdate()
    rows = list(ErrorReport.objects.open().handled_by(request.user)[:MOST_ROWS])
    if not rows:
        return None
    return {
        "rows": [
            {
                "title": row.page_title or row.path,
                "url": reverse("error_reports:read", args=[row.pk]),
                "note": f"{row.get_kind_display()} · {remaining_words(row.due_on, today)}",
            }
            for row in rows
        ],
        "more_url": reverse("error_reports:index"),
        "more_label": _("全部纠错"),
    }


registry.register("error-reports")(
    Panel(
        title=gettext_lazy("待答复的纠错"),
        template="cms_pages/notices/workbench/pages.html",
        context=_waiting,
        position=15,
    )
)
