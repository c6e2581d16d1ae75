"""The form by which a resident rates a service, at an address of its own that nobody keeps."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages.actions.rate_service import rate_service
from cms_pages.forms.service_voices import RatingForm
from cms_pages.models import ServiceRating
from cms_pages.services.detail import rating_row
from cms_pages.services.permissions import check_rate
from cms_pages.services.trail import form_trail

if TYPE_CHECKING:
    from cms_pages.models import ServicePage


@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_rate(request: SignedInRequest, service: "ServicePage") -> HttpResponse:
    """Show one's own rating of `service` and where it is, and take a new one."""
    own = ServiceRating.objects.filter(service=service, author=request.user.pk).first()
    refusal = ""
    try:
        check_rate(request.user, service)
    except PermissionDenied as denied:
        refusal = str(denied)
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        initial={"stars": own.stars, "comment": own.comment} if own else None,
    )
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            rate_service(
                actor=request.user,
                service=service,
                stars=form.cleaned_data["stars"],
                comment=form.cleaned_data["comment"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("评价已收到，审核后公开。"))
            return redirect(request.path)
    return render(
        request,
        "cms_pages/service_rate/index.html",
        {
            "service": service,
            "service_url": service.get_url(request),
            "own": own and {**rating_row(own), "state": own.get_state_display(), "reason": own.reason},
            "form": form,
            "refusal": refusal,
            "breadcrumbs": form_trail(service, request, _("评价")),
        },
        status=REFUSED if form.is_bound else 403 if refusal else 200,
    )
