"""One transaction for each write to the page tree from Wagtail's admin, and words for a refusal."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms_pages.publication.errors import PublicationRefused
from cms_pages.publication.submissions import first_submission

# Addresses that write nothing, asked every few seconds while somebody types: not worth SQLite's one writer.
_NOT_WRITING = frozenset({"preview_on_add", "preview_on_edit"})
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def writes_pages(request: HttpRequest) -> bool:
    """Return whether the request is one by which Wagtail's admin changes pages."""
    match = request.resolver_match
    return (
        request.method in _UNSAFE
        and match is not None
        and ("wagtailadmin_pages" in match.namespaces or match.url_name == "wagtail_bulk_action")
        and match.url_name not in _NOT_WRITING
    )


class PublishingMiddleware:
    """Runs those views in one transaction each.

    Wagtail 8's editor saves a page, its revision and its publication one after the other, without a
    transaction
    around them: a failure in between leaves a page half made, an unchecked new page live for a moment, and
        its event apart from it. A refusal (`PublicationRefused`) from any of these views, which stock views
        let through as an error 500 (bulk publish, workflow approval), takes everything back and becomes a
        message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Call the view, where it is one of those."""
        if not writes_pages(request):
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except PublicationRefused as refused:
            return _refusal(request, refused)
        except MultiValueDictKeyError as missing:
            # Wagtail's editor never leaves these fields out; what did is no browser (its views answer 500).
            raise BadRequest(f"missing field {missing}") from missing
        except IntegrityError:
            # Two submissions of one “new page” form met: the other one won (PostgreSQL; SQLite runs one
            # by one).
            page = first_submission(request)
            if page is None:
                raise
            return already_submitted(request, page.pk)


def _refusal(request: HttpRequest, refused: PublicationRefused) -> HttpResponse:
    page = refused.page
    messages.error(
        request,
        format_html(_("“{}”还不能发布：{}"), page.get_admin_display_title(), refused.reason),
        buttons=[messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("去修改"))]
        if page.pk
        else [],
    )
    if request.resolver_match is not None and request.resolver_match.url_name == "wagtail_bulk_action":
        parent = page.get_parent() if page.pk else None
        return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_home")
    return redirect("wagtailadmin_pages:edit", page.pk) if page.pk else redirect(request.path)


def already_submitted(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer the second submission of a form that has made a page: with that page, and a message."""
    messages.warning(request, _("这份内容刚才已经提交过，没有重复创建。下面就是它。"))
    return redirect("wagtailadmin_pages:edit", page_id)
