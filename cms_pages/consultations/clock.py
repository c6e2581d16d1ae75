"""By when the outcome of a consultation is published.

No law of the state names the days; 重大行政决策程序暂行条例 §17 wants opinions “研究论证” and reasons given.
Twenty working days is this site's own promise, shown on each consultation.
"""

from datetime import date, datetime
from typing import Final

from django.utils import timezone

from communities.calendar import add_working_days

OUTCOME_WITHIN: Final = 20
REMINDED_BEFORE: Final = 5


def outcome_due_on(closes_at: datetime) -> date:
    """Return the last day for the outcome of a consultation that ends then."""
    return add_working_days(timezone.localdate(closes_at), OUTCOME_WITHIN)
