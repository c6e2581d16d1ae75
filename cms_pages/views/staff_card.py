"""Where somebody who works in a committee or street office says what of them may be shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages.actions.set_staff_card import set_staff_card
from cms_pages.forms.staff import StaffCardForm
from cms_pages.models import StaffCard
from cms_pages.staff.permissions import check_own
from communities.models import Membership
from events.once import once


@private
@require_http_methods(["GET", "HEAD", "POST"])
def staff_card(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show and change one's own card.

    Raises:
        Http404: it is somebody else's office, or one that is over.
    """
    offices = Membership.objects.current(today=timezone.localdate()).select_related("body__area__page")
    office = get_object_or_404(offices, pk=pk)
    try:
        check_own(request.user, office)
    except PermissionDenied:
        raise Http404 from None
    card = StaffCard.objects.filter(membership=office).select_related("photo").first()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StaffCardForm(*sent, card=card)
    if request.method == "POST" and form.is_valid():
        try:
            address = once(
                token=form.token,
                purpose="cms_pages.set_staff_card",
                now=timezone.now(),
                act=lambda: _keep(request, office, form),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("已保存。没有勾选的，网页上都不显示。"))
            return redirect(address)
    return render(
        request,
        "cms_pages/staff/card.html",
        {
            "form": form,
            "office": office,
            "card": card,
            "staff_url": f"{office.body.area.page.url}staff/" if office.body.area.page else "",
        },
        status=REFUSED if form.is_bound else 200,
    )


def _keep(request: SignedInRequest, office: Membership, form: StaffCardForm) -> str:
    set_staff_card(
        actor=request.user,
        membership=office,
        values=form.values,
        photo=form.cleaned_data["photo"],
        agreed=form.agreed,
        now=timezone.now(),
    )
    return request.path
