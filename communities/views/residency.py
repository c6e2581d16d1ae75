"""Joining and leaving a community: a resident's own membership."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from communities.actions.join_community import join_community
from communities.actions.leave_community import leave_community
from communities.forms.residency import JoinForm, committee_of
from communities.models import Body


@private
@require_http_methods(["GET", "HEAD", "POST"])
def community_join(request: SignedInRequest) -> HttpResponse:
    """Join a community; `?community=<official code>` chooses it beforehand, a plain link on any page."""
    now = timezone.now()
    today = timezone.localdate(now)
    chosen = committee_of(request.GET.get("community"), today=today)
    form = JoinForm(
        request.POST if request.method == "POST" else None, today=today, initial={"committee": chosen}
    )
    if request.method == "POST" and form.is_valid():
        committee: Body = form.cleaned_data["committee"]
        try:
            join_community(actor=request.user, committee=committee, now=now)
        except ValidationError as error:
            form.add_error("committee", error)
        else:
            messages.success(request, _("您已加入%(community)s。") % {"community": committee.area})
            return redirect("me")
    status = REFUSED if form.is_bound else 200
    context = {"form": form, "chosen": chosen}
    return render(request, "communities/residency/join.html", context, status=status)


@private
@require_POST
def community_leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a community; sent twice, the second time changes nothing."""
    committee = get_object_or_404(Body.objects.select_related("area"), pk=pk)
    if leave_community(actor=request.user, committee=committee, now=timezone.now()):
        messages.success(request, _("您已退出%(community)s。") % {"community": committee.area})
    return redirect("me")
