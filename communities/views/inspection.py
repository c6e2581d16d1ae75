"""栏目自查: what the last look at the site found, for those who answer for it, and the limits that it goes
by."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from communities import inspection
from communities.actions.set_inspection_limits import set_inspection_limits
from communities.answer_times import COUNTED_DAYS, SLOW_SECONDS, answer_times
from communities.choices import FAILING_STATES, FindingState, Level
from communities.models import Area, InspectionFinding
from communities.models.inspection import HIGHEST_LIMIT
from communities.oversight import can_see_finding, oversight_of
from communities.permissions import can_manage_district
from events.models import JobRun

# More than anybody works off in a sitting; the filters lead to the others.
MOST_ROWS = 200


def titles() -> dict[str, str]:
    """Return what each clock and check is called, by key, in the order in which they were registered."""
    return {key: str(entry.title) for key, entry in (*inspection.clocks, *inspection.checks)}


@require_safe
def inspection_index(request: SignedInRequest) -> HttpResponse:
    """Show verdict, counts by street or community, and the findings, filtered."""
    oversight = oversight_of(request.user)
    if not can_see_finding(request.user):
        raise PermissionDenied
    mine = InspectionFinding.objects.visible_to(request.user)
    names = titles()
    picked = {
        "check": request.GET.get("check", "") if request.GET.get("check") in names else "",
        "state": request.GET.get("state", "") if request.GET.get("state") in FindingState.values else "",
        "area": request.GET.get("area", ""),
    }
    place = Area.objects.filter(pk=int(picked["area"])).first() if picked["area"].isdecimal() else None
    found = mine.select_related("area", "area__parent", "body")
    if picked["check"]:
        found = found.filter(check_key=picked["check"])
    if picked["state"]:
        found = found.filter(state=picked["state"])
    if place is not None:
        found = found.filter(area__path__startswith=place.path)
    rows = list(found[: MOST_ROWS + 1])
    last = JobRun.objects.filter(name="inspection").first()
    return TemplateResponse(
        request,
        "communities/admin/inspection/index.html",
        {
            "rows": [(row, names.get(row.check_key, row.check_key)) for row in rows[:MOST_ROWS]],
            "is_cut": len(rows) > MOST_ROWS,
            "most": MOST_ROWS,
            "verdict": _verdict() if oversight.is_whole else None,
            "places": _by_place(mine, oversight.is_whole) if oversight.is_above else [],
            "checks": [{"key": key, "title": title} for key, title in names.items()],
            "states": FindingState.choices,
            "picked": picked,
            "place": place,
            "looked_at": last.finished_at if last else None,
            "may_set": can_manage_district(request.user),
            "header_title": _("栏目自查"),
            "header_icon": "tasks",
            "breadcrumbs_items": _crumbs(),
        },
    )


def _crumbs(*more: Mapping[str, str]) -> list[Mapping[str, str]]:
    first = {"url": reverse("wagtailadmin_home"), "label": _("首页")}
    url = reverse("inspection:index") if more else ""
    return [first, {"url": url, "label": _("栏目自查")}, *more]


def _verdict() -> list[dict[str, Any]]:
    """Return how the whole site stands against the limits that fail it; from half of one on it is
    alarming."""
    columns = [key for key, _clock in inspection.clocks]
    found = InspectionFinding.objects.filter(check_key__in=columns).aggregate(
        stale=Count("pk", filter=Q(state=FindingState.STALE)),
        empty=Count("pk", filter=Q(state=FindingState.EMPTY)),
    )
    times = answer_times(timezone.localdate())
    limits = inspection.limits()
    lines: tuple[tuple[str, str, float, int, str], ...] = (
        (_("超期未更新的栏目"), inspection.STALE_COLUMNS, found["stale"], 0, ""),
        (_("空白栏目"), inspection.EMPTY_COLUMNS, found["empty"], 0, ""),
        (
            _("最近%(days)d天超过%(seconds)d秒才打开的访问")
            % {"days": COUNTED_DAYS, "seconds": SLOW_SECONDS},
            inspection.SLOW_ANSWERS,
            times.percent,
            2,
            "%",
        ),
    )
    return [
        {
            "title": title,
            "count": f"{count:.{places}f}{unit}",
            "limit": f"{limits[key]}{unit}",
            "state": _state(count, limits[key]),
        }
        for title, key, count, places, unit in lines
    ]


def _state(count: float, limit: int) -> str:
    if count >= limit:
        return "failed"
    return "warned" if count * 2 >= limit else "passed"


def _by_place(mine: Any, is_whole: bool) -> list[dict[str, Any]]:
    """Return how many findings there are by street (for a street: by community), the most first. Two
    queries."""
    counts = (
        mine.order_by()
        .values("area_id", "area__level", "area__parent_id")
        .annotate(failing=Count("pk", filter=Q(state__in=FAILING_STATES)), all=Count("pk"))
    )
    sums: dict[int, list[int]] = {}
    for row in counts:
        key = row["area_id"]
        if is_whole and row["area__level"] == Level.COMMUNITY:
            key = row["area__parent_id"]
        total = sums.setdefault(key, [0, 0])
        total[0] += row["failing"]
        total[1] += row["all"] - row["failing"]
    areas = Area.objects.in_bulk(list(sums))
    rows = [
        {"area": areas[key], "failing": failing, "warned": warned} for key, (failing, warned) in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row["failing"], -row["warned"], row["area"].path))


class LimitsForm(forms.Form):
    """One number for each clock, each check that has a limit, and the two limits of the whole site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = inspection.limits()
        words: dict[str, Any] = {
            key: _("%(title)s（天）") % {"title": entry.title}
            for key, entry in (*inspection.clocks, *inspection.checks)
            if entry.days is not None
        }
        words[inspection.STALE_COLUMNS] = gettext_lazy("超期未更新的栏目达到几个为不合格")
        words[inspection.EMPTY_COLUMNS] = gettext_lazy("空白栏目达到几个为不合格")
        words[inspection.SLOW_ANSWERS] = gettext_lazy("超过15秒才打开的访问达到百分之几为不合格")
        for key, label in words.items():
            self.fields[key] = forms.IntegerField(
                label=label, min_value=1, max_value=HIGHEST_LIMIT, initial=values[key]
            )


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_limits(request: SignedInRequest) -> HttpResponse:
    """Let the district set the limits."""
    if not can_manage_district(request.user):
        raise PermissionDenied
    form = LimitsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            set_inspection_limits(actor=request.user, limits=form.cleaned_data, now=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("限值已保存，下次自查起生效。"))
            return redirect("inspection:index")
    return TemplateResponse(
        request,
        "communities/admin/inspection/limits.html",
        {
            "form": form,
            "header_title": _("自查限值"),
            "header_icon": "cogs",
            "breadcrumbs_items": _crumbs({"url": "", "label": _("自查限值")}),
        },
    )
