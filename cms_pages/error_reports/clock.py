"""By when a report is answered, and how that reads.

Three working days: “网民纠错意见……在3个工作日内予以答复” (政府网站发展指引, 国办发〔2017〕47号).
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from communities.calendar import add_working_days, next_working_day, working_days_between

ANSWERED_WITHIN: Final = 3


def due_on(reported: date) -> date:
    """Return the last day for the answer to what was reported on that day."""
    return add_working_days(reported, ANSWERED_WITHIN)


def due_after_transfer(due: date, today: date) -> date:
    """Return the last day after a report was handed on: the same, or the next working day where that is
    later.

    The reader waits for one answer, whoever gives it; but nobody is late the moment they hear of it.
    """
    return max(due, next_working_day(today))


def remaining_words(due: date, today: date) -> str:
    """Return how much time is left, or how long it is over, in working days."""
    if today > due:
        late = working_days_between(due, today)
        return _("超期%(days)d个工作日") % {"days": late} if late else _("已超期")
    left = working_days_between(today, due)
    return _("还剩%(days)d个工作日") % {"days": left} if left else _("今天到期")
