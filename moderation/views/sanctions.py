"""Silences and suspensions on the moderators' workbench."""

from datetime import datetime, time, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from accounts.models import User
from accounts.requests import SignedInRequest
from communities.choices import BodyKind
from communities.models import Body
from communities.permissions import has_right
from communities.roles import Right
from moderation.actions.give_sanction import give_sanction
from moderation.actions.lift_sanction import lift_sanction
from moderation.choices import SanctionKind
from moderation.models import Sanction
from moderation.permissions import moderated_bodies
from moderation.views.public import key
from moderation.views.workbench import PAGE_SIZE, attempt, only_moderators, steps_to

OFFICES: Final = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE)


@require_safe
def sanction_index(request: SignedInRequest) -> HttpResponse:
    """Show silences and suspensions of the user's bodies, the newest first."""
    only_moderators(request)
    rows = Sanction.objects.visible_to(request.user).select_related("user", "body", "given_by", "lifted_by")
    before = key(request.GET.get("before", ""))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "moderation/admin/sanctions.html",
        {
            "rows": found[:PAGE_SIZE],
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "now": timezone.now(),
            "header_title": _("禁言与停用"),
            "header_icon": "lock",
            "breadcrumbs_items": steps_to(_("禁言与停用")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sanction_give(request: SignedInRequest, pk: int) -> HttpResponse:
    """Silence or suspend somebody, with an end and a reason."""
    only_moderators(request)
    user = get_object_or_404(User.objects.filter(is_active=True), pk=pk)
    now = timezone.now()
    # Offices, not the local units of their areas: a silence holds within the area of the body that gives it.
    offices = Body.objects.current(today=timezone.localdate(now)).filter(kind__in=OFFICES)
    offices = offices.filter(pk__in=moderated_bodies(request.user).values("pk"))
    bodies = list(offices.select_related("area").order_by("area__path", "pk")[:200])
    if request.method == "POST":
        body = next((one for one in bodies if str(one.pk) == request.POST.get("body")), None)
        kind, ends_at = request.POST.get("kind", ""), _end(request.POST.get("ends_on", ""))
        if body is None or kind not in SanctionKind.values or ends_at is None:
            messages.error(request, _("请选处理方式和单位，并填写结束日期。"))
        elif not attempt(
            request,
            lambda: give_sanction(
                actor=request.user,
                user=user,
                body=body,
                kind=SanctionKind(kind),
                reason=request.POST.get("reason", ""),
                ends_at=ends_at,
                now=now,
            ),
            _("已处理，本人会收到通知，可以申诉。"),
        ):
            return redirect("moderation_sanctions:index")
    kinds = [
        (value, label)
        for value, label in SanctionKind.choices
        if value != SanctionKind.SUSPEND or has_right(request.user, Right.MANAGE_DISTRICT)
    ]
    return TemplateResponse(
        request,
        "moderation/admin/sanction_give.html",
        {
            "person": user,
            "bodies": bodies,
            "kinds": kinds,
            "typed": request.POST,
            "soon": timezone.localdate(now) + timedelta(days=7),
            "header_title": _("禁言或停用"),
            "header_icon": "lock",
            "breadcrumbs_items": steps_to(_("禁言或停用")),
        },
    )


def _end(text: str) -> datetime | None:
    """Return the last moment of the day in `text`."""
    try:
        day = parse_date(text)
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None
    except (ValueError, OverflowError):
        return None


@require_POST
def sanction_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a sanction before its time."""
    sanction = get_object_or_404(Sanction.objects.visible_to(request.user), pk=pk)
    attempt(
        request,
        lambda: lift_sanction(actor=request.user, sanction=sanction, now=timezone.now()),
        _("已提前解除。"),
    )
    return redirect("moderation_sanctions:index")
