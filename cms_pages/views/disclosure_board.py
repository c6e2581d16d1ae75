"""公开情况: what is owed in an area, what is late, and the rate on time, with the same as a file."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import page_cache
from cms_pages.disclosures import figures
from cms_pages.disclosures.filters import DisclosureFilters
from cms_pages.disclosures.listing import recent_years
from cms_pages.notices.trail import breadcrumbs
from communities.calendar import missing_years
from communities.choices import Level
from design.formatting import cn_date
from disclosure.choices import DutyState
from disclosure.models import DisclosureDuty, kind_label
from media.tables.writing import CONTENT_TYPES, attachment, write_rows, write_rows_xlsx

if TYPE_CHECKING:
    from cms_pages.models import DisclosureIndexPage

MOST_ROWS = 200
BADGES = {
    DutyState.MET: "answered",
    DutyState.DUE: "due",
    DutyState.LATE: "late",
    DutyState.VERY_LATE: "late",
    DutyState.UPCOMING: "draft",
}


def _duties(filters: DisclosureFilters, year: int, today: Any) -> Any:
    duties = DisclosureDuty.objects.within(filters.place).of_active_areas().on_board(year, today=today)
    return filters.keep_duties(duties)


def disclosure_board(request: HttpRequest, page: "DisclosureIndexPage") -> HttpResponse:
    """Show the figures of the area and of those below it, and what stands where.

    Raises:
        Http404: a virtual community has no catalogue and no ranking.
    """
    if not figures.has_catalogue(page.area):
        raise Http404
    now = timezone.now()
    today = timezone.localdate(now)
    filters = DisclosureFilters.parse(page.area, request.GET)
    year = filters.year or today.year
    duties = _duties(filters, year, today)
    page_cache.bound(request, figures.next_moment(duties, today))
    total, below = figures.board(filters.place, duties, now)
    base = f"{page.get_url(request)}board/"
    is_community = filters.place.level == Level.COMMUNITY
    listed = duties.with_names().order_by("due_on", "pk")
    if filters.state:
        listed = listed.in_state(DutyState(filters.state), today=today)
    elif not is_community:
        listed = listed.in_state(DutyState.VERY_LATE, today=today)
    rows = list(listed[: MOST_ROWS + 1])
    steps = breadcrumbs(page, request, now)
    steps[-1]["url"] = page.get_url(request) or ""
    return TemplateResponse(
        request,
        "cms_pages/disclosure_board/index.html",
        {
            "page": page,
            "place": filters.place,
            "year": year,
            "breadcrumbs": [*steps, {"label": _("公开情况"), "url": ""}],
            "filter_fields": filters.fields(recent_years(today.year), with_state=True),
            "filter_chips": filters.chips(base),
            "reset_url": base if filters.parameters else "",
            "board_url": base,
            "stats": figures.as_stats(total),
            "committees": total.committees,
            "columns": _columns(filters.place),
            "ranking": [_figures_row(one) for one in below],
            "duties": _duty_rows(rows[:MOST_ROWS], today, request),
            "more": len(rows) > MOST_ROWS,
            "how_computed": figures.how_computed(),
            "missing_years": missing_years(today),
            "csv_url": filters.address(f"{base}csv/"),
            "xlsx_url": filters.address(f"{base}xlsx/"),
        },
    )


def board_file(request: HttpRequest, page: "DisclosureIndexPage", *, extension: str) -> HttpResponse:
    """Return all that the filters keep, a row a duty, as `csv` or `xlsx`.

    Raises:
        Http404: a virtual community has no board.
    """
    if not figures.has_catalogue(page.area):
        raise Http404
    today = timezone.localdate()
    filters = DisclosureFilters.parse(page.area, request.GET)
    duties = _duties(filters, filters.year or today.year, today)
    page_cache.bound(request, figures.next_moment(duties, today))
    if filters.state:
        duties = duties.in_state(DutyState(filters.state), today=today)
    heading = [_("社区"), _("类别"), _("事项"), _("期间"), _("状态"), _("期限"), _("公开日期"), _("按时")]
    listed = duties.with_names().order_by("body", "due_on", "pk")
    rows = [heading, *(_file_row(duty, today) for duty in listed)]
    content = write_rows(rows) if extension == "csv" else write_rows_xlsx(rows, title=_("公开情况"))
    response = HttpResponse(content, content_type=CONTENT_TYPES[extension])
    response["Content-Disposition"] = attachment(f"{page.area.short_name}{_('公开情况')}{today}", extension)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def _file_row(duty: DisclosureDuty, today: Any) -> list[str]:
    on_time = "" if duty.met_on is None else _("是") if duty.was_on_time else _("否")
    return [
        duty.body.area.short_name,
        kind_label(duty.item.kind, duty.body.area),
        duty.item.title_in(duty.body.area),
        f"{duty.period_words} {duty.occasion}".strip(),
        str(duty.state_on(today).label),
        cn_date(duty.due_on),
        cn_date(duty.met_on),
        on_time,
    ]


def _columns(place: Any) -> list[dict[str, Any]]:
    name = _("街道") if place.level == Level.DISTRICT else _("社区")
    numbers = [_("按时率"), _("已公开"), _("待公开"), _("逾期"), _("严重逾期")]
    return [{"label": name}, *({"label": label, "numeric": True} for label in numbers)]


def _figures_row(one: figures.Figures) -> list[Any]:
    counts = one.counts
    return [one.area.short_name, one.rate, counts["met"], counts["due"], counts["late"], counts["very_late"]]


def _duty_rows(duties: list[DisclosureDuty], today: Any, request: HttpRequest) -> list[dict[str, Any]]:
    from cms_pages.models import DisclosurePage

    shown = {
        one.duty_id: one.get_url(request)
        for one in DisclosurePage.objects.everybodys()
        .filter(duty__in=[duty.pk for duty in duties if duty.met_on])
        .defer("content")
    }
    return [
        {
            "title": duty.title,
            "url": shown.get(duty.pk, ""),
            "badge": {
                "state": BADGES[duty.state_on(today)],
                "label": str(duty.state_on(today).label),
            },
            "area": duty.body.area.short_name,
            "due_on": duty.due_on,
            "met_on": duty.met_on,
            "was_late": duty.met_on is not None and not duty.was_on_time,
        }
        for duty in duties
    ]
