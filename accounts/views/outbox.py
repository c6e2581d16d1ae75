"""What was sent to people, for whoever develops the site; answers 404 wherever DEBUG is off."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import OutgoingMessage

_SHOWN = 50


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest texts and mails, with their words."""
    if not settings.OUTBOX_PAGE:
        raise Http404
    return render(request, "accounts/outbox.html", {"rows": OutgoingMessage.objects.all()[:_SHOWN]})
