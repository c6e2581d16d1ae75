"""The form by which a resident objects to a disclosure, at an address of its own that nobody keeps."""

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
from cms_pages.actions.raise_objection import DAYS_TO_ANSWER, raise_objection
from cms_pages.disclosures.detail import withheld_words
from cms_pages.disclosures.permissions import check_object
from cms_pages.forms.disclosures import ObjectionForm
from cms_pages.notices.trail import breadcrumbs
from communities.words import committee_word
from events.once import once

if TYPE_CHECKING:
    from cms_pages.models import DisclosurePage


@private
@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_object(request: SignedInRequest, page: "DisclosurePage") -> HttpResponse:
    """Show the form and one's own objections to `page`, and take a new one, once however often it is sent."""
    now = timezone.now()
    refusal, committee = "", committee_word(page.area)
    try:
        check_object(request.user, page)
    except PermissionDenied as denied:
        refusal = str(denied)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            address = once(
                token=form.token,
                purpose="disclosures.raise_objection",
                now=now,
                act=lambda: _raise(request, page, form),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("异议已收到。%(committee)s应在%(days)d个工作日内答复，答复会通知您。")
                % {"committee": committee, "days": DAYS_TO_ANSWER},
            )
            return redirect(address)
    steps = breadcrumbs(page, request, now)
    steps[-1]["url"] = page.get_url(request) or ""
    own = page.objections.filter(author=request.user)
    return render(
        request,
        "cms_pages/disclosure_object/index.html",
        {
            "page": page,
            "page_url": page.get_url(request),
            "form": form,
            "refusal": refusal,
            "own": [
                {
                    "row": one,
                    "state": one.state_on(timezone.localdate(now)).label,
                    "withheld": withheld_words(one),
                }
                for one in own
            ],
            "days": DAYS_TO_ANSWER,
            "committee": committee,
            "breadcrumbs": [*steps, {"label": _("提出异议"), "url": ""}],
        },
        status=REFUSED if form.is_bound else 403 if refusal else 200,
    )


def _raise(request: SignedInRequest, page: "DisclosurePage", form: ObjectionForm) -> str:
    raise_objection(actor=request.user, page=page, text=form.cleaned_data["text"], now=timezone.now())
    return request.path
