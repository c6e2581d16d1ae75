"""What disclosures add to Wagtail's admin."""

from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.disclosures.permissions import can_mask
from cms_pages.models import DisclosurePage
from cms_pages.views import disclosure_desk
from cms_pages.viewsets.disclosure_masks import DisclosureMaskViewSet
from cms_pages.viewsets.disclosure_objections import DisclosureObjectionViewSet
from communities.policies.addresses import open_namespace

# The views ask for the duty and the mask themselves.
open_namespace("disclosure_desk")


@hooks.register("register_admin_urls")
def disclosure_addresses() -> list[URLResolver]:
    desk = [
        path("<int:pk>/start/", disclosure_desk.disclosure_start, name="start"),
        path("masked/<int:pk>/", disclosure_desk.masked_file, name="masked"),
    ]
    return [path("disclosure-desk/", include((desk, "disclosure_desk")))]


@hooks.register("register_admin_viewset")
def disclosure_registers() -> list[Any]:
    return [DisclosureObjectionViewSet(), DisclosureMaskViewSet()]


@hooks.register("register_page_header_buttons")
def mask_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The way from the editor to masking, for a disclosure that was public."""
    if isinstance(page, DisclosurePage) and page.first_published_at and can_mask(user, page):
        url = f"{reverse('disclosure_masks:add')}?page={page.pk}"
        return [Button(_("隐去个人信息"), url, icon_name="view", priority=6)]
    return []
