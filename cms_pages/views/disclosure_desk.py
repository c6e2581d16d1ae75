"""Where a committee begins a disclosure, in the workbench."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.start_disclosure import start_disclosure
from disclosure.models import DisclosureDuty
from disclosure.permissions import discloses_for


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is asked, and begin the draft; twice leads to the same one.

    Raises:
        Http404: it is another committee's.
    """
    duty = get_object_or_404(DisclosureDuty.objects.with_names(), pk=pk)
    if not discloses_for(request.user, duty.body):
        raise Http404
    if request.method == "POST":
        try:
            page = start_disclosure(actor=request.user, duty=duty, now=timezone.now())
        except (ValidationError, PermissionDenied) as refused:
            said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
            messages.error(request, "".join(said))
            return redirect("disclosure_duties:index")
        return redirect("wagtailadmin_pages:edit", page.pk)
    return TemplateResponse(
        request,
        "cms_pages/disclosures/admin/start.html",
        {
            "duty": duty,
            "elements": [str(element) for element in duty.item.element_list],
            "state": duty.state_on(timezone.localdate()).label,
        },
    )
