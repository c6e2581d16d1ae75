from datetime import datetime, timedelta

from django.db import transaction

from cms_pages.models import ErrorReport

# Long enough to ask back once the answer was read.
KEPT_FOR = timedelta(days=60)


@transaction.atomic
def forget_error_report_contacts(*, actor: None, now: datetime) -> int:
    """Delete the contact details of reports that were closed sixty days ago; return of how many.

    They were given for the answer alone (个人信息保护法 §19: no longer than the purpose needs).

    Args:
        actor: nobody; the timer calls.
        now: the present moment.
    """
    return (
        ErrorReport.objects.closed()
        .filter(closed_at__lte=now - KEPT_FOR)
        .exclude(contact="")
        .update(contact="")
    )
