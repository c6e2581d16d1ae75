"""Who answers in time, by body: computed from public enquiries, as the page says."""

from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Area
from forum.choices import OPEN_STATES
from forum.models import Enquiry

COLUMNS: Final = (
    _("单位"),
    _("受理"),
    _("已答复"),
    _("按期答复"),
    _("办理中"),
    _("已超期"),
    _("答复用时中位数（工作日）"),
    _("满意度（星）"),
)


@dataclass(frozen=True)
class Standing:
    """One body's row."""

    body: str
    received: int
    answered: int
    on_time: int
    open: int
    overdue: int
    median_days: float | None
    stars: float | None

    @property
    def cells(self) -> list[str]:
        """The row as it is shown, in the order of `COLUMNS`."""
        return [
            self.body,
            *(
                str(number)
                for number in (self.received, self.answered, self.on_time, self.open, self.overdue)
            ),
            "" if self.median_days is None else f"{self.median_days:g}",
            "" if self.stars is None else f"{self.stars:.1f}",
        ]


def month_after(day: date, step: int) -> date:
    """Return the first day of the month that is `step` months after that of `day`."""
    months = day.year * 12 + day.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def rows_of(area: Area, *, today: date, month: date | None = None) -> list[Standing]:
    """Return a row for each body within `area` (departments of the district among its own) that was ever
    asked.

    An answer counts for the body that gave the first one; what is open, for the body that has it now.

    Args:
        area: whose bodies are shown.
        today: by which day what is open is late.
        month: a day of the month in which the enquiries were received; None counts all.
    """
    within = area.path
    rows = (
        Enquiry.objects.counted()
        .filter(
            Q(answered_by_body__isnull=True, body__area__path__startswith=within)
            | Q(answered_by_body__area__path__startswith=within)
        )
        .select_related("body", "answered_by_body")
        .order_by("body__area__path", "body__name", "pk")
    )
    if month is not None:
        rows = rows.filter(
            received_at__gte=_midnight(month.replace(day=1)), received_at__lt=_midnight(month_after(month, 1))
        )
    found: dict[int, list[Enquiry]] = {}
    names: dict[int, str] = {}
    for enquiry in rows.iterator(chunk_size=2000):
        body = enquiry.answered_by_body or enquiry.body
        found.setdefault(body.pk, []).append(enquiry)
        names[body.pk] = str(body)
    return [_standing(names[key], enquiries, today) for key, enquiries in found.items()]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _standing(name: str, enquiries: list[Enquiry], today: date) -> Standing:
    open_ = [one for one in enquiries if one.state in OPEN_STATES]
    days = [one.working_days_taken for one in enquiries if one.working_days_taken is not None]
    stars = [one.stars for one in enquiries if one.stars is not None]
    return Standing(
        body=name,
        received=len(enquiries),
        answered=len(days),
        on_time=sum(one.was_on_time is True for one in enquiries),
        open=len(open_),
        overdue=sum(one.due_on < today for one in open_),
        median_days=median(days) if days else None,
        stars=sum(stars) / len(stars) if stars else None,
    )
