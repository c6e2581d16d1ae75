"""What notices add to Wagtail's admin."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.models import NoticePage
from cms_pages.notices.documents import may_download
from cms_pages.notices.permissions import can_see_receipts, reading_bodies
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


@hooks.register("before_serve_document")
def keep_documents_of_hidden_notices(document: Any, request: HttpRequest) -> None:
    """Answer 404 for a file that belongs to nothing its reader may see."""
    if not may_download(request.user, document):
        raise Http404
