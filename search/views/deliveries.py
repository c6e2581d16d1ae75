"""What the index was given up for, tried again from the workbench."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedInRequest
from search.actions.retry_indexing import retry_indexing


@require_POST
def retry(request: SignedInRequest) -> HttpResponse:
    """Try all again."""
    count = retry_indexing(actor=request.user, now=timezone.now())
    messages.success(request, _("已重新排队%(count)d项，几分钟后再看。") % {"count": count})
    return redirect("wagtailadmin_home")
