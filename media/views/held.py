"""留存的附件: what was withdrawn with its post and is kept, for whoever keeps order there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from communities.permissions import standing_of
from communities.roles import Right
from media.actions.keep_held_attachment import keep_held_attachment
from media.actions.release_held_attachment import release_held_attachment
from media.choices import AttachmentState
from media.models import Attachment
from media.permissions import can_inspect_attachment

MOST_ROWS = 200


def keeps_order(user: User) -> bool:
    """Return whether `user` keeps order anywhere, and so may have something to look at here."""
    return user.is_superuser or standing_of(user).has(Right.MODERATE)


@require_safe
def held_index(request: SignedInRequest) -> HttpResponse:
    """List what the user may inspect, the newest first.

    Raises:
        PermissionDenied: they keep order nowhere.
    """
    if not keeps_order(request.user):
        raise PermissionDenied
    held = Attachment.objects.filter(state=AttachmentState.HELD).order_by("-removed_at", "-pk")
    return TemplateResponse(
        request,
        "media/admin/held/index.html",
        {
            "held": [row for row in held[:MOST_ROWS] if can_inspect_attachment(request.user, row)],
            "header_title": _("留存的附件"),
            "header_icon": "lock",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("首页")},
                {"url": "", "label": _("留存的附件")},
            ],
        },
    )


@require_POST
def held_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep one longer (`deed=keep`, with a `reason`), or release it (`deed=release`).

    Raises:
        Http404: there is none that the user may inspect.
    """
    attachment = get_object_or_404(Attachment, pk=pk)
    if not can_inspect_attachment(request.user, attachment):
        raise Http404
    now = timezone.now()
    try:
        if request.POST.get("deed") == "release":
            release_held_attachment(actor=request.user, attachment=attachment, now=now)
            messages.success(request, _("已经解除留存并删除。"))
        else:
            reason = request.POST.get("reason", "")
            keep_held_attachment(actor=request.user, attachment=attachment, reason=reason, now=now)
            messages.success(request, _("已经改为一直留存，解除后才删除。"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("held_files:index")


def addresses() -> list[URLResolver]:
    """Return the addresses below the admin's."""
    views = [path("", held_index, name="index"), path("<int:pk>/", held_decide, name="decide")]
    return [path("reports/held/", include((views, "held_files")))]
