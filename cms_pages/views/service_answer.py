"""Where the contacts of a unit answer what residents say of its service."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from accounts.views.entrance import REFUSED
from accounts.views.me import private
from cms_pages.actions.answer_service_rating import answer_service_rating
from cms_pages.forms.service_voices import AnswerForm
from cms_pages.models import ServiceRating
from cms_pages.services.detail import rating_row
from cms_pages.services.permissions import answering_body
from cms_pages.services.trail import form_trail

if TYPE_CHECKING:
    from cms_pages.models import ServicePage

MOST = 50


@private
@require_http_methods(["GET", "HEAD", "POST"])
def service_answer(request: SignedInRequest, service: "ServicePage") -> HttpResponse:
    """Show the published ratings that have no answer yet, each with its form; take an answer.

    Raises:
        Http404: the user speaks neither for the provider nor for the publisher.
    """
    body = answering_body(request.user, service)
    if body is None:
        raise Http404
    published = ServiceRating.objects.published().filter(service=service).select_related("author", "service")
    refused: AnswerForm | None = None
    if request.method == "POST":
        key = request.POST.get("rating", "")
        rating = get_object_or_404(published, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        form = AnswerForm(request.POST, prefix=f"rating-{rating.pk}")
        if form.is_valid():
            try:
                answer_service_rating(
                    actor=request.user, rating=rating, answer=form.cleaned_data["answer"], now=timezone.now()
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("已回复，显示在服务页面上。"))
                return redirect(request.path)
        refused = form
    waiting = [
        {
            **rating_row(rating),
            "form": refused
            if refused is not None and refused.prefix == f"rating-{rating.pk}"
            else AnswerForm(prefix=f"rating-{rating.pk}"),
        }
        for rating in published.filter(answer="").order_by("said_at", "pk")[:MOST]
    ]
    return render(
        request,
        "cms_pages/service_answer/index.html",
        {
            "service": service,
            "service_url": service.get_url(request),
            "body": body,
            "waiting": waiting,
            "refused": refused,
            "breadcrumbs": form_trail(service, request, _("回复评价")),
        },
        status=REFUSED if refused is not None else 200,
    )
