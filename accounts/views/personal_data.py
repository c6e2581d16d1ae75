"""The privacy notice, one's agreement to it, the copy of one's data, and closing the account."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import withdrawals
from accounts.actions.close_account import close_account
from accounts.actions.export_data import export_data
from accounts.actions.give_consent import give_consent
from accounts.choices import ConsentPurpose
from accounts.forms.profile import CloseForm
from accounts.models import Consent, User
from accounts.pace import TooOftenError
from accounts.privacy import CURRENT, VERSIONS
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED, TOO_MANY
from accounts.views.me import private


@require_safe
def privacy(request: HttpRequest, version: str = CURRENT) -> HttpResponse:
    """Show the notice, in the present version or an older one."""
    if version not in VERSIONS:
        raise Http404
    context = {
        "version": version,
        "text": f"accounts/privacy/{version}.html",
        "older": [other for other in VERSIONS if other != version],
        "is_current": version == CURRENT,
    }
    return render(request, "accounts/privacy.html", context)


@private
@require_POST
def privacy_agree(request: SignedInRequest) -> HttpResponse:
    """Agree to the version that was offered; where there is a newer one by now, that is offered first."""
    if request.POST.get("version", CURRENT) != CURRENT:
        messages.info(request, _("隐私说明刚刚更新了，请看过新的说明再同意。"))
        return redirect("me")
    give_consent(actor=request.user, user=request.user, purpose=ConsentPurpose.PRIVACY, now=timezone.now())
    messages.success(request, _("谢谢，已记下您的同意。"))
    return redirect("me")


@private
@require_safe
def data_show(request: SignedInRequest) -> HttpResponse:
    """Say what can be done with one's data, and list what one has agreed to."""
    return render(request, "accounts/personal_data.html", {"consents": _consents(request.user)})


def _consents(user: User) -> list[dict[str, Any]]:
    """Return what the person has agreed to, and which of it they can take back here."""
    return [
        {
            "row": row,
            "may_withdraw": row.withdrawn_at is None and withdrawals.registry.get(row.purpose) is not None,
        }
        for row in Consent.objects.filter(user=user)
    ]


@private
@require_POST
@reauthentication_required
def data_download(request: SignedInRequest) -> HttpResponse | FileResponse:
    """Send the copy."""
    now = timezone.now()
    try:
        packed = export_data(actor=request.user, now=now)
    except TooOftenError as error:
        messages.error(request, str(error))
        response = render(
            request,
            "accounts/personal_data.html",
            {"consents": _consents(request.user)},
            status=TOO_MANY,
        )
        response["Retry-After"] = str(error.retry_after)
        return response
    name = f"my-data-{timezone.localdate(now):%Y%m%d}.zip"
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


@private
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def consent_withdraw(request: SignedInRequest, purpose: str) -> HttpResponse:
    """Say what follows, and take the consent back; sent twice, the second time finds nothing to take back."""
    withdrawal = withdrawals.registry.get(purpose)
    if withdrawal is None:
        raise Http404
    if not Consent.objects.filter(user=request.user, purpose=purpose, withdrawn_at=None).exists():
        return redirect("data-show")
    label = ConsentPurpose(purpose).label
    if request.method == "POST":
        withdrawal.act(request.user, timezone.now())
        messages.success(request, _("已撤回“%(purpose)s”的同意。") % {"purpose": label})
        return redirect("data-show")
    context = {"label": label, "purpose": purpose, "consequences": withdrawal.consequences}
    return render(request, "accounts/consent_withdraw.html", context)


@private
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_close(request: SignedInRequest) -> HttpResponse:
    """Ask, and close the account."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_account(actor=request.user, user=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            messages.success(request, _("账号已注销。您公开发表的内容仍在，署名改为“已注销用户”。"))
            return redirect("account_login")
    status = REFUSED if form.is_bound else 200
    return render(request, "accounts/account_close.html", {"form": form}, status=status)
