"""What reports of errors hold of a person: those they made with their account, and those they dealt with."""

from typing import Any

from django.contrib.auth.models import AbstractUser

from accounts.personal_data import Holding, registry
from cms_pages.models import ErrorReport, ErrorReportTransfer


def export(user: AbstractUser) -> dict[str, Any]:
    """Return the person's reports with their answers."""
    rows = ErrorReport.objects.filter(reporter_id=user.pk).order_by("pk")
    return {
        "error_reports": [
            {
                "page": row.path,
                "kind": row.kind,
                "place": row.place,
                "text": row.text,
                "contact": row.contact,
                "reported_at": row.reported_at.isoformat(),
                "state": row.state,
                "answer": row.answer,
            }
            for row in rows
        ]
    }


def erase(user: AbstractUser) -> None:
    """Take the person out of their reports; what is wrong with a page stays known."""
    ErrorReport.objects.filter(reporter_id=user.pk).update(reporter=None, contact="")
    ErrorReport.objects.filter(closed_by_id=user.pk).update(closed_by=None)
    ErrorReportTransfer.objects.filter(by_id=user.pk).update(by=None)


registry.register("error_reports")(
    Holding(
        export=export,
        erase=erase,
        models=frozenset({"cms_pages.errorreport", "cms_pages.errorreporttransfer"}),
    )
)
