"""Where a committee begins a disclosure, in the workbench, and where masked files can be had."""

from mimetypes import guess_type
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from accounts.requests import SignedInRequest
from cms_pages.actions.read_masked import read_masked
from cms_pages.actions.start_disclosure import start_disclosure
from cms_pages.models import DisclosureMask
from disclosure.models import DisclosureDuty
from disclosure.permissions import discloses_for
from media.serving import send


@require_safe
def masked_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Send the file or picture that was masked, to those who may read it; each time is written down.

    Raises:
        Http404: they can't see the mask, or words were masked.
        PermissionDenied: they have no role for it.
    """
    mask = get_object_or_404(DisclosureMask.objects.visible_to(request.user), pk=pk)
    if mask.file is None:
        raise Http404
    read_masked(actor=request.user, mask=mask, now=timezone.now())
    name = PurePath(mask.file.filename)
    stored: Any = mask.file.file
    return send(
        request,
        stored.storage,
        stored.name,
        name=f"{mask.file.title}{name.suffix}",
        content_type=guess_type(name)[0] or "application/octet-stream",
        etag=mask.file.get_file_hash(),
        inline=mask.picture_id is not None,
        cache="private, no-store",
    )


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
