"""What the workbench's home shows of disclosures, to whom it concerns."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import DisclosureCheck, DisclosureObjection, DisclosurePage
from communities.workbench import Panel, registry
from design.formatting import cn_date, cn_datetime
from disclosure.choices import DutyState
from disclosure.links import links_for
from disclosure.models import DisclosureDuty
from disclosure.permissions import disclosing_bodies, overseen_areas

if TYPE_CHECKING:
    from accounts.models import User

LIST = "cms_pages/notices/workbench/pages.html"
MOST_ROWS = 6


def _shown(rows: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any] | None:
    listed = list(rows)
    return {"rows": listed, **more} if listed else None


def _more(address: str, label: str) -> dict[str, str]:
    return {"more_url": address, "more_label": label}


def _to_publish(request: HttpRequest) -> dict[str, Any] | None:
    """Return what the user's committees owe now, the latest first, less what is being checked."""
    today = timezone.localdate()
    bodies = [body.pk for body in disclosing_bodies(request.user)]
    if not bodies:
        return None
    busy = DisclosureCheck.objects.waiting().filter(page__body_owner__in=bodies).values("page__duty")
    owed = (
        DisclosureDuty.objects.filter(body__in=bodies)
        .open_on(today)
        .exclude(pk__in=busy)
        .with_names()
        .order_by("due_on", "pk")
    )
    duties = list(owed[: MOST_ROWS + 1])
    links = links_for(duties, cast("User", request.user))
    everything = reverse("disclosure_duties:index")
    return _shown(
        [
            {
                "title": duty.title,
                "url": links[duty.pk].url if duty.pk in links else everything,
                "note": _("期限%(day)s，%(state)s")
                % {"day": cn_date(duty.due_on), "state": duty.state_on(today).label},
            }
            for duty in duties[:MOST_ROWS]
        ],
        **(_more(everything, _("看全部")) if len(duties) > MOST_ROWS else {}),
    )


def _returned(request: HttpRequest) -> dict[str, Any] | None:
    bodies = [body.pk for body in disclosing_bodies(request.user)]
    pages = DisclosurePage.objects.filter(body_owner__in=bodies, has_unpublished_changes=True)
    newest: dict[int, DisclosureCheck] = {}
    checks = DisclosureCheck.objects.filter(page__in=pages.order_by().values("pk")).select_related("page")
    for check in checks.order_by("-pk"):
        newest.setdefault(check.page_id, check)
    return _shown(
        {
            "title": check.page.title,
            "url": reverse("wagtailadmin_pages:edit", args=[check.page_id]),
            "note": _("%(who)s %(at)s退回")
            % {"who": check.decided_by_name, "at": cn_datetime(check.decided_at)},
        }
        for check in list(newest.values())
        if check.state == DisclosureCheck.State.RETURNED
    )


def _in_check(request: HttpRequest) -> dict[str, Any] | None:
    bodies = [body.pk for body in disclosing_bodies(request.user)]
    waiting = DisclosureCheck.objects.waiting().filter(page__body_owner__in=bodies).select_related("page")
    return _shown(
        {
            "title": check.page.title,
            "url": reverse("wagtailadmin_pages:edit", args=[check.page_id]),
            "note": _("%(at)s送审%(who)s")
            % {
                "at": cn_datetime(check.submitted_at),
                "who": _("，没有监督员可以审核，已通知街道") if check.alerted_at else "",
            },
        }
        for check in waiting[:MOST_ROWS]
    )


def _objections(request: HttpRequest) -> dict[str, Any] | None:
    bodies = [body.pk for body in disclosing_bodies(request.user)]
    waiting = (
        DisclosureObjection.objects.unanswered().filter(page__body_owner__in=bodies).select_related("page")
    )
    today = timezone.localdate()
    return _shown(
        [
            {
                "title": objection.page.title,
                "url": reverse("disclosure_objections:edit", args=[objection.pk]),
                "note": _("%(day)s之前答复，%(state)s")
                % {"day": cn_date(objection.due_on), "state": objection.state_on(today).label},
            }
            for objection in waiting[:MOST_ROWS]
        ],
        **_more(reverse("disclosure_objections:index"), _("看全部异议")),
    )


def _late_below(request: HttpRequest) -> dict[str, Any] | None:
    """Return the committees below the user's street or district with what is very late there."""
    areas = overseen_areas(request.user)
    if not areas:
        return None
    today = timezone.localdate()
    rows: dict[int, dict[str, Any]] = {}
    for area in areas:
        duties = (
            DisclosureDuty.objects.within(area)
            .of_active_areas()
            .in_state(DutyState.VERY_LATE, today=today)
            .select_related("body__area")
        )
        for duty in duties:
            row = rows.setdefault(duty.body_id, {"area": duty.body.area.short_name, "count": 0})
            row["count"] += 1
    ordered = sorted(rows.items(), key=lambda entry: (-entry[1]["count"], entry[0]))
    index = reverse("disclosure_duties:index")
    return _shown(
        [
            {
                "title": _("%(area)s：%(count)d项严重逾期") % row,
                "url": f"{index}?body={body}&state={DutyState.VERY_LATE.value}",
            }
            for body, row in ordered[:MOST_ROWS]
        ],
        **_more(f"{index}?state={DutyState.VERY_LATE.value}", _("看全部")),
    )


registry.register("disclosures-returned")(
    Panel(title=gettext_lazy("审核退回、要修改的公开"), template=LIST, context=_returned, position=11)
)
registry.register("disclosures-to-publish")(
    Panel(title=gettext_lazy("该公开的"), template=LIST, context=_to_publish, position=12)
)
registry.register("disclosures-objections")(
    Panel(title=gettext_lazy("待答复的异议"), template=LIST, context=_objections, position=13)
)
registry.register("disclosures-in-check")(
    Panel(title=gettext_lazy("正在审核的公开"), template=LIST, context=_in_check, position=14)
)
registry.register("disclosures-late-below")(
    Panel(title=gettext_lazy("各社区严重逾期的公开"), template=LIST, context=_late_below, position=15)
)
