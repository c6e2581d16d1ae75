"""The public board of who answers in time, by body, and what is late; with its export."""

from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities import page_marks
from communities.calendar import add_working_days, working_days_between
from communities.choices import Level
from communities.models import Area, Body
from forum.models import Enquiry
from forum.reading import reader_of
from forum.standings import COLUMNS, Standing, month_after, rows_of
from media.tables.writing import CONTENT_TYPES, attachment, write_rows

MONTHS: Final = 12
SHOWN: Final = 100
# “Late by so many working days at least.”
WAITS: Final = (5, 20, 60)


def _asked(request: HttpRequest) -> tuple[Area, Area]:
    """Return the district, and the area that `?area=` narrows the board to.

    Raises:
        Http404: no district is loaded.
    """
    district = Area.objects.filter(level=Level.DISTRICT).first()
    if district is None:
        raise Http404
    slug = request.GET.get("area", "")
    found = Area.objects.active().with_pages().filter(slug=slug).order_by("path").first() if slug else None
    return district, found or district


def _month(text: str) -> date | None:
    """Return the first day of the month in `text` (2026-11), or None where it is none."""
    try:
        return datetime.strptime(text, "%Y-%m").date() if len(text) == 7 else None  # noqa: DTZ007 - a month
    except ValueError:
        return None


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_safe
def enquiry_standings(request: HttpRequest) -> HttpResponse:
    """Show by body what was received, answered, on time, and how long it took.

    `?area=` narrows it, `?from=` takes one month, `?department=` one body's late ones, `?after=` those that
    have been late for so many working days.
    """
    district, area = _asked(request)
    today = timezone.localdate()
    month = _month(request.GET.get("from", ""))
    rows = rows_of(area, today=today, month=month)
    late = Enquiry.objects.public().overdue(today=today).filter(body__area__path__startswith=area.path)
    body, days = _key(request.GET.get("department", "")), _key(request.GET.get("after", ""))
    chosen = late.filter(body=body) if body else late
    if days:
        chosen = chosen.filter(due_on__lte=add_working_days(today, -min(days, 1000)))
    found = list(chosen.select_related("topic", "body").order_by("due_on", "pk")[: SHOWN + 1])
    if not reader_of(request).is_authenticated:
        page_marks.mark(request, area)
    return render(
        request,
        "forum/enquiry_standings/index.html",
        {
            "shown_area": area,
            "fields": _fields(district, area, month, late, body, days, today),
            "is_narrowed": bool(month or body or days),
            "columns": [{"label": label, "numeric": number > 0} for number, label in enumerate(COLUMNS)],
            "rows": [row.cells for row in rows],
            "overdue": [_late_row(enquiry, today) for enquiry in found[:SHOWN]],
            "has_more": len(found) > SHOWN,
            "most": SHOWN,
            "export_url": f"{reverse('enquiry-export')}?area={area.slug}"
            + (f"&from={month:%Y-%m}" if month else ""),
            "breadcrumbs": [{"label": _("首页"), "url": "/"}, {"label": _("谁在按时答复"), "url": ""}],
        },
    )


def _late_row(enquiry: Enquiry, today: date) -> dict[str, Any]:
    late_by = max(working_days_between(enquiry.due_on, today), 1)
    return {
        "title": enquiry.topic.title,
        "url": reverse("topic", args=[enquiry.topic_id]),
        "date": enquiry.due_on,
        "note": _("%(number)s，%(body)s，已超期%(days)d个工作日")
        % {"number": enquiry.number, "body": enquiry.body, "days": late_by},
        "badges": [{"state": "late", "label": ""}],
    }


def _fields(
    district: Area, area: Area, month: date | None, late: Any, body: int, days: int, today: date
) -> list[dict[str, Any]]:
    """Return the fields of the filter bar."""
    streets = Area.objects.active().filter(Q(level=Level.STREET) | Q(pk=area.pk)).order_by("path")
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append(month_after(months[-1], -1))
    if month and month not in months:
        months.append(month)
    bodies = Body.objects.filter(pk__in=late.order_by().values("body")).order_by("area__path", "name")
    return [
        {
            "name": "area",
            "label": _("区域"),
            "value": area.slug if area != district else "",
            "options": [
                {"value": "", "label": district.short_name},
                *({"value": row.slug, "label": row.short_name} for row in streets if row.pk != district.pk),
            ],
        },
        {
            "name": "from",
            "label": _("受理月份"),
            "value": f"{month:%Y-%m}" if month else "",
            "options": [
                {"value": "", "label": _("全部")},
                *({"value": f"{day:%Y-%m}", "label": f"{day:%Y-%m}"} for day in months),
            ],
        },
        {
            "name": "department",
            "label": _("哪个单位超期"),
            "value": str(body or ""),
            "options": [
                {"value": "", "label": _("全部")},
                *({"value": str(row.pk), "label": row.name} for row in bodies),
            ],
        },
        {
            "name": "after",
            "label": _("超期多久"),
            "value": str(days or ""),
            "options": [
                {"value": "", "label": _("不限")},
                *({"value": str(number), "label": _("%d个工作日以上") % number} for number in WAITS),
            ],
        },
    ]


@require_safe
def enquiry_export(request: HttpRequest) -> HttpResponse:
    """Return the same table as CSV."""
    _district, area = _asked(request)
    rows: list[Standing] = rows_of(
        area, today=timezone.localdate(), month=_month(request.GET.get("from", ""))
    )
    cells = [[str(label) for label in COLUMNS], *(row.cells for row in rows)]
    response = HttpResponse(write_rows(cells), content_type=CONTENT_TYPES["csv"])
    response["Content-Disposition"] = attachment(_("%(area)s谁在按时答复") % {"area": area.short_name}, "csv")
    return response
