from datetime import datetime

from django.db import transaction

from cms_pages.models import SubmissionCount


@transaction.atomic
def forget_submission_counts(*, actor: None, now: datetime) -> int:
    """Delete the counts whose window is over; return how many.

    Args:
        actor: nobody; the timer calls.
        now: the present moment.
    """
    deleted, _rows = SubmissionCount.objects.over(now).delete()
    return deleted
