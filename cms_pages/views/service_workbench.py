"""The officials' queues: ratings to decide on, changes that providers propose, records to assure."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.answer_service_rating import answer_service_rating
from cms_pages.actions.approve_service_proposal import approve_service_proposal
from cms_pages.actions.assure_service import assure_service
from cms_pages.actions.decide_service_rating import decide_service_rating
from cms_pages.actions.reject_service_proposal import reject_service_proposal
from cms_pages.choices import ProposalState, RatingState
from cms_pages.models import ServicePage, ServiceProposal, ServiceRating
from cms_pages.services.permissions import can_manage
from cms_pages.services.proposals import differences
from cms_pages.services.workbench import care_rows

PAGE_SIZE = 30


def _breadcrumbs(*steps: tuple[str, str]) -> list[dict[str, Any]]:
    start = [(reverse("wagtailadmin_home"), _("首页"))]
    return [{"url": url, "label": label} for url, label in [*start, *steps]]


@require_safe
def rating_index(request: SignedInRequest) -> HttpResponse:
    """Show the ratings of the user's services in one state, those that wait first."""
    state = request.GET.get("state", "")
    chosen = RatingState(state) if state in RatingState.values else RatingState.PENDING
    rows = ServiceRating.objects.moderated_by(request.user).filter(state=chosen)
    rows = rows.select_related("service", "author", "decided_by", "answered_for")
    order = ("said_at", "pk") if chosen == RatingState.PENDING else ("-said_at", "-pk")
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        key = ServiceRating.objects.filter(pk=after).first()
        rows = rows.filter(**_beyond(key, chosen)) if key else rows
    found = list(rows.order_by(*order)[: PAGE_SIZE + 1])
    return TemplateResponse(
        request,
        "cms_pages/services/admin/ratings.html",
        {
            "rows": found[:PAGE_SIZE],
            "chosen": chosen,
            "states": [
                {"value": value, "label": label, "current": value == chosen}
                for value, label in RatingState.choices
            ],
            "older_key": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else "",
            "header_title": _("服务评价"),
            "header_icon": "pick",
            "breadcrumbs_items": _breadcrumbs(("", _("服务评价"))),
        },
    )


def _beyond(key: ServiceRating, state: RatingState) -> dict[str, Any]:
    return {"pk__gt": key.pk} if state == RatingState.PENDING else {"pk__lt": key.pk}


def _rating_or_404(request: SignedInRequest, pk: int) -> ServiceRating:
    rows = ServiceRating.objects.moderated_by(request.user).select_related("service__body_owner")
    return get_object_or_404(rows, pk=pk)


def _say(request: SignedInRequest, refusal: ValidationError) -> None:
    messages.error(request, "；".join(refusal.messages))


@require_POST
def rating_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish or reject a rating, as it was when the form was shown."""
    rating = _rating_or_404(request, pk)
    wanted = request.POST.get("state", "")
    seen = _moment(request.POST.get("said_at", ""))
    if seen is not None:
        rating.said_at = seen
    try:
        if wanted not in (RatingState.PUBLISHED, RatingState.REJECTED):
            raise ValidationError(_("请选“公开”或“不公开”。"))
        decide_service_rating(
            actor=request.user,
            rating=rating,
            state=RatingState(wanted),
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        done = (
            _("已公开这条评价。") if wanted == RatingState.PUBLISHED else _("这条评价不公开，已告知评价人。")
        )
        messages.success(request, done)
    return redirect("service_ratings:index")


def _moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


@require_POST
def rating_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a published rating in the name of the publisher."""
    rating = _rating_or_404(request, pk)
    try:
        answer_service_rating(
            actor=request.user, rating=rating, answer=request.POST.get("answer", ""), now=timezone.now()
        )
    except ValidationError as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("已回复，显示在服务页面上。"))
    return redirect(f"{reverse('service_ratings:index')}?state={RatingState.PUBLISHED.value}")


@require_safe
def proposal_index(request: SignedInRequest) -> HttpResponse:
    """Show what providers would have changed in the user's services: what waits, what was decided last."""
    rows = ServiceProposal.objects.decided_by_bodies_of(request.user).select_related("service", "body")
    return TemplateResponse(
        request,
        "cms_pages/services/admin/proposals.html",
        {
            "waiting": rows.waiting()[:PAGE_SIZE],
            "decided": rows.exclude(state=ProposalState.WAITING).order_by("-decided_at", "-pk")[:PAGE_SIZE],
            "header_title": _("服务单位建议的修改"),
            "header_icon": "edit",
            "breadcrumbs_items": _breadcrumbs(("", _("服务单位建议的修改"))),
        },
    )


def _proposal_or_404(request: SignedInRequest, pk: int) -> ServiceProposal:
    rows = ServiceProposal.objects.decided_by_bodies_of(request.user)
    return get_object_or_404(
        rows.select_related("service__body_owner", "body", "author", "decided_by"), pk=pk
    )


@require_safe
def proposal_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a proposal beside what the page says."""
    proposal = _proposal_or_404(request, pk)
    return TemplateResponse(
        request,
        "cms_pages/services/admin/proposal.html",
        {
            "proposal": proposal,
            "differences": differences(proposal),
            "waits": proposal.state == ProposalState.WAITING,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[proposal.service_id]),
            "header_title": proposal.service.title,
            "header_icon": "edit",
            "breadcrumbs_items": _breadcrumbs(
                (reverse("service_proposals:index"), _("服务单位建议的修改")), ("", proposal.service.title)
            ),
        },
    )


@require_POST
def proposal_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish a proposal, or reject it with a reason."""
    proposal = _proposal_or_404(request, pk)
    now = timezone.now()
    try:
        if request.POST.get("decision") == "approve":
            approve_service_proposal(actor=request.user, proposal=proposal, now=now)
            messages.success(request, _("已采纳，新版本已经发布。"))
        else:
            reject_service_proposal(
                actor=request.user, proposal=proposal, reason=request.POST.get("reason", ""), now=now
            )
            messages.success(request, _("没有采纳，已告知服务单位。"))
    except ValidationError as refusal:
        _say(request, refusal)
        return redirect("service_proposals:read", pk)
    return redirect("service_proposals:index")


@require_safe
def care_index(request: SignedInRequest) -> HttpResponse:
    """Show the services of the user's bodies that somebody should assure."""
    return TemplateResponse(
        request,
        "cms_pages/services/admin/care.html",
        {
            "rows": care_rows(request, PAGE_SIZE * 4),
            "next": reverse("service_care:index"),
            "header_title": _("该核对的便民服务"),
            "header_icon": "history",
            "breadcrumbs_items": _breadcrumbs(("", _("该核对的便民服务"))),
        },
    )


@require_POST
def care_assure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that a service's record is still right. Sent twice, it only says so a moment later.

    Raises:
        Http404: another body publishes it.
    """
    service = get_object_or_404(ServicePage.objects.live().select_related("body_owner", "area"), pk=pk)
    if not can_manage(request.user, service):
        raise Http404
    assure_service(actor=request.user, service=service, now=timezone.now())
    messages.success(request, _("已核对“%(title)s”。") % {"title": service.title})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("service_care:index")
    return redirect(back)
