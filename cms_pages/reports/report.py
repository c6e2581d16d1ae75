"""Putting the report together: who is in it, for which time, and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities import reports, workload
from communities.choices import BodyKind, Level
from communities.models import Area, Body
from communities.oversight import Oversight
from communities.reports import Period

REPORTED_KINDS = (
    BodyKind.COMMITTEE,
    BodyKind.STREET_OFFICE,
    BodyKind.DEPARTMENT,
    BodyKind.DISTRICT_OFFICE,
)
LONGEST = timedelta(days=3 * 366)
LEVELS = {"body": gettext_lazy("按单位"), "street": gettext_lazy("按街道汇总")}


class ReportForm(forms.Form):
    """The filters of the report."""

    start = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    end = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("街道"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=gettext_lazy("全部"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("单位类别"),
        required=False,
        choices=[("", gettext_lazy("全部")), *((kind.value, kind.label) for kind in REPORTED_KINDS)],
    )
    level = forms.ChoiceField(label=gettext_lazy("方式"), required=False, choices=list(LEVELS.items()))

    def __init__(self, *args: object, oversight: Oversight, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today
        streets = Area.objects.active().filter(level=Level.STREET).order_by("path")
        if not oversight.is_whole:
            streets = streets.filter(pk__in=[street.pk for street in oversight.streets])
        self.fields["area"].queryset = streets  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Fill in this month, and check the order of the days.

        Raises:
            ValidationError: the period ends before it begins, or is longer than anybody reads.
        """
        data = super().clean() or {}
        start = data.get("start") or self.today.replace(day=1)
        end = data.get("end") or self.today
        if "end" not in self.errors and "start" not in self.errors:
            if end < start:
                self.add_error("end", _("结束日期不能早于开始日期。"))
            elif end - start > LONGEST:
                self.add_error("end", _("最多统计三年。"))
        data["start"], data["end"] = start, end
        return data


@dataclass(frozen=True)
class Line:
    """One row: whose, where, and the numbers in the order of the report's columns."""

    place: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    """The report: headings, of which the first `done` are of the period and the others of now, rows and
    sums."""

    titles: tuple[str, ...]
    done: int
    lines: tuple[Line, ...]

    @property
    def sums(self) -> tuple[int, ...]:
        """Each column's sum."""
        return tuple(sum(column) for column in zip(*(line.numbers for line in self.lines), strict=True))


def period_of(start: date, end: date) -> Period:
    """Return the period from the first moment of `start` to the last of `end`."""
    tomorrow = end + timedelta(days=1)
    return Period(
        start=timezone.make_aware(datetime.combine(start, time.min)),
        end=timezone.make_aware(datetime.combine(tomorrow, time.min)),
    )


def bodies_of(oversight: Oversight, *, area: Area | None, kind: str) -> "QuerySet[Body]":
    """Return the current bodies in the report, by area."""
    rows = Body.objects.filter(
        oversight.condition(area="area", body="pk"), ended_on__isnull=True, kind__in=REPORTED_KINDS
    )
    if area is not None:
        rows = rows.filter(area__path__startswith=area.path)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("area", "area__parent").order_by("area__path", "kind", "pk")


def make_report(bodies: Sequence[Body], period: Period, now: datetime, *, by_street: bool) -> Report:
    """Count for `bodies` what was done in the period, and what is open at `now`. A constant number of
    queries."""
    kinds = workload.kinds_in_use()
    waiting = workload.by_body(now)
    done = [(str(column.title), column.count(period)) for column in reports.columns()]
    rows: dict[object, tuple[str, str, list[int]]] = {}
    for body in bodies:
        numbers = [counts.get(body.pk, 0) for _title, counts in done]
        numbers += [waiting.get(body.pk, {}).get(kind, 0) for kind in kinds]
        place = _street_name(body)
        key = place if by_street else body.pk
        name = place if by_street else str(body.name)
        present = rows.setdefault(key, (place, name, [0] * len(numbers)))
        for position, number in enumerate(numbers):
            present[2][position] += number
    titles = [title for title, _counts in done] + [str(kind.label) for kind in kinds]
    lines = tuple(Line(place, name, tuple(numbers)) for place, name, numbers in rows.values())
    return Report(titles=tuple(titles), done=len(done), lines=lines)


def _street_name(body: Body) -> str:
    area = body.area
    if area.level == Level.COMMUNITY and area.parent is not None:
        return area.parent.short_name
    return area.short_name
