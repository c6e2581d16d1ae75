"""“我的”: a person's own pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import sections
from accounts.actions.change_nickname import change_nickname
from accounts.choices import ContactKind
from accounts.contact_values import masked
from accounts.forms.profile import ProfileForm
from accounts.middleware import SIGNED_IN_COOKIE
from accounts.models import Contact
from accounts.permissions import why_not_post
from accounts.privacy import CURRENT, has_agreed
from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from design.views.errors import signed_out

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Decorate a view of somebody's own: only signed in, and no cache keeps it (`no-store, private`).

    Whoever wrote something, and was signed out meanwhile, gets their words back with the way to sign in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated and request.method == "POST":
            kept = signed_out(request)
            if kept is not None:
                return kept
        return login_required(view)(request, *args, **kwargs)

    return never_cache(guarded)


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show one's own page. Anonymous people sign in first, and land where `get_login_redirect_url` says."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    shown = sorted((section for _key, section in sections.registry), key=lambda section: section.position)
    blocks = []
    for section in shown:
        context = section.context(cast("SignedInRequest", request))
        if context is not None:
            blocks.append(render_to_string(section.template, context, request))
    return render(
        request,
        "accounts/me.html",
        {
            "blocks": blocks,
            "is_official": request.user.has_perm("wagtailadmin.access_admin"),
            "contacts": _contacts(cast("SignedInRequest", request)),
            "has_second_factor": Authenticator.objects.filter(
                user=request.user, type=Authenticator.Type.TOTP
            ).exists(),
            "why_not_post": why_not_post(request.user),
            "must_agree": not has_agreed(request.user),
            "privacy_version": CURRENT,
        },
    )


def _contacts(request: SignedInRequest) -> list[dict[str, Any]]:
    """Return both ways to reach the person, with as much of each as its owner needs to know it."""
    held = {row.kind: masked(row.kind, row.value) for row in Contact.objects.filter(user=request.user)}
    return [{"kind": kind, "label": kind.label, "shown": held.get(kind)} for kind in ContactKind]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: SignedInRequest) -> HttpResponse:
    """Change the nickname."""
    form = ProfileForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        user = request.user
        change_nickname(actor=user, user=user, nickname=form.cleaned_data["nickname"], now=now)
        messages.success(request, _("您的资料已保存。"))
        return redirect("me")
    status = REFUSED if form.is_bound else 200
    return render(request, "accounts/profile_edit.html", {"form": form}, status=status)


@never_cache
@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """Return the piece of the header that only its owner may see: name, unread count, ways in.

    Cacheable pages fetch it by script. Whoever's session has ended gets the link for everybody, and loses
    the cookie.
    """
    if not request.user.is_authenticated:
        response = render(request, "design/partials/account_link.html")
        response.delete_cookie(SIGNED_IN_COOKIE, samesite="Lax")
        return response
    unread = sum(count(request.user) for _key, count in sections.unread_counts)
    context: dict[str, Any] = {
        "unread": unread,
        "is_official": request.user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "accounts/fragment.html", context)
