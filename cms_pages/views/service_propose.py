"""Where the contacts of a unit propose changes to the record of its service."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages.actions.propose_service_change import propose_service_change
from cms_pages.forms.service_voices import ProposalForm
from cms_pages.models import ServiceProposal
from cms_pages.services.permissions import can_propose
from cms_pages.services.proposals import differences
from cms_pages.services.trail import form_trail

if TYPE_CHECKING:
    from cms_pages.models import ServicePage


@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_propose(request: SignedInRequest, service: "ServicePage") -> HttpResponse:
    """Show the record as a form, or the proposal that waits; take a proposal.

    Raises:
        Http404: the user doesn't speak for the provider.
    """
    if not can_propose(request.user, service):
        raise Http404
    form = ProposalForm(request.POST if request.method == "POST" else None, instance=service)
    if request.method == "POST" and form.is_valid():
        try:
            propose_service_change(
                actor=request.user,
                service=service,
                wanted=form.wanted,
                note=form.cleaned_data["note"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已提交，%(body)s审核后生效。") % {"body": service.body_owner})
            return redirect(request.path)
    waiting = ServiceProposal.objects.waiting().filter(service=service).select_related("service").first()
    last = ServiceProposal.objects.filter(service=service).exclude(decided_at=None).first()
    return render(
        request,
        "cms_pages/service_propose/index.html",
        {
            "service": service,
            "service_url": service.get_url(request),
            "form": form,
            "waiting": waiting,
            "differences": differences(waiting) if waiting else [],
            "last": last,
            "breadcrumbs": form_trail(service, request, _("提出修改")),
        },
        status=REFUSED if form.is_bound else 200,
    )
