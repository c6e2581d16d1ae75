"""What Wagtail's admin asks before it makes or publishes a page of any type."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from cms_pages.publication.errors import publication_errors
from cms_pages.publication.middleware import already_submitted
from cms_pages.publication.submissions import first_submission

# What one presses to do more than save.
_MEANT = frozenset({"action-publish", "action-submit"})


@hooks.register("before_create_page")
def refuse_second_submission(request: HttpRequest, _parent: Page, _class: type[Page]) -> HttpResponse | None:
    """Send a form that comes again to the page that it has made.

    Wagtail saves a new page by itself while one types. Whoever presses “publish” before the form has learnt
    of that sends it once more, and means it.
    """
    if request.method != "POST":
        return None
    page = first_submission(request)
    if page is None:
        return None
    if not page.live and _MEANT & request.POST.keys():
        answer: HttpResponse = EditView.as_view()(request, page.pk)
        return answer
    return already_submitted(request, page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_publish(
    request: HttpRequest, action_type: str, objects: Sequence[Any], _action: Any
) -> HttpResponse | None:
    """Name every page that is not ready, where Wagtail would stop at the first with an error 500."""
    if action_type != "publish":
        return None
    refused = []
    for page in objects:
        if isinstance(page, Page):
            draft = page.specific.get_latest_revision_as_object()
            refused += [(draft.title, error.message) for error in publication_errors(draft)]
    if not refused:
        return None
    messages.error(
        request,
        format_html(
            "{}<ul>{}</ul>",
            _("一页也没有发布，请先改好这些："),
            format_html_join("", "<li>《{}》：{}</li>", refused),
        ),
    )
    return redirect("wagtailadmin_explore", objects[0].get_parent().pk)
