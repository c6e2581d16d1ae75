from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F

from cms_pages.models import SubmissionCount
from cms_pages.submissions.limits import Sender, TooMany, counted_for


@transaction.atomic
def count_submission(*, actor: AbstractUser | None, purpose: str, sender: Sender, now: datetime) -> None:
    """Count one form of `sender`, where it is not one too many.

    Called in the transaction of the verb that the form calls, so that what is refused is not counted. Exact
    under
    concurrency: the row of a window is unique, and it is counted up only while it is below its limit.

    Args:
        actor: the signed-in person, who is `sender.person`.
        purpose: what the form does; each purpose counts for itself.
        sender: who sends it.
        now: the present moment.

    Raises:
        TooMany: with the moment from which another is taken.
    """
    for counted in counted_for(sender, now):
        rows = SubmissionCount.objects.filter(
            purpose=purpose, sender=counted.mark, window_ends=counted.window_ends
        )
        if not rows.exists():
            SubmissionCount.objects.bulk_create(
                [SubmissionCount(purpose=purpose, sender=counted.mark, window_ends=counted.window_ends)],
                ignore_conflicts=True,
            )
        if not rows.filter(count__lt=counted.limit.most).update(count=F("count") + 1):
            raise TooMany(counted.window_ends)
