"""What notices add to Wagtail's admin."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.models import NoticePage
from cms_pages.notices.documents import may_download
from cms_pages.notices.permissions import can_see_receipts, reading_bodies
from cms_pages.publication.errors import publication_errors
from cms_pages.publication.middleware import already_submitted
from cms_pages.publication.submissions import first_submission
from cms_pages.views import notice_receipts, received_notices
from cms_pages.viewsets.releases import NoticeReleaseViewSet
from communities.policies.addresses import open_namespace

# Each of these views asks for the notice itself.
open_namespace("received_notices")
open_namespace("notice_receipts")


@hooks.register("register_admin_urls")
def notice_addresses() -> list[URLResolver]:
    received = [
        path("", received_notices.received_index, name="index"),
        path("<int:pk>/", received_notices.received_notice, name="read"),
        path("<int:pk>/sign/", received_notices.received_notice_sign, name="sign"),
    ]
    receipts = [
        path("<int:pk>/", notice_receipts.notice_receipts, name="list"),
        path("<int:pk>/export/", notice_receipts.notice_receipts_export, name="export"),
        path("<int:pk>/remind/", notice_receipts.notice_receipts_remind, name="remind"),
    ]
    return [
        path("received-notices/", include((received, "received_notices"))),
        path("notice-receipts/", include((receipts, "notice_receipts"))),
    ]


@hooks.register("register_admin_viewset")
def notice_releases() -> NoticeReleaseViewSet:
    return NoticeReleaseViewSet("notice_releases", url_prefix="notice-releases")


class ReceivedNoticesMenuItem(MenuItem):
    """For whoever reads in the name of a committee or street."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(reading_bodies(request.user))


@hooks.register("register_admin_menu_item")
def received_notices_item() -> MenuItem:
    return ReceivedNoticesMenuItem(
        gettext_lazy("收到的公告"),
        reverse("received_notices:index"),
        name="received-notices",
        icon_name="mail",
        order=110,
    )


@hooks.register("register_page_header_buttons")
def receipts_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The way from the editor to the receipts of a notice for committees."""
    if isinstance(page, NoticePage) and page.live and can_see_receipts(user, page):
        return [
            Button(
                _("签收情况"),
                reverse("notice_receipts:list", args=[page.pk]),
                icon_name="tasks",
                priority=5,
            )
        ]
    return []


@hooks.register("before_create_page")
def refuse_second_submission(request: HttpRequest, _parent: Page, _class: type[Page]) -> HttpResponse | None:
    """Send a form that comes again to the page that it has made."""
    if request.method != "POST":
        return None
    page = first_submission(request)
    return already_submitted(request, page.pk) if page is not None else None


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


@hooks.register("before_serve_document")
def keep_documents_of_hidden_notices(document: Any, request: HttpRequest) -> None:
    """Answer 404 for a file that belongs to nothing its reader may see."""
    if not may_download(request.user, document):
        raise Http404
