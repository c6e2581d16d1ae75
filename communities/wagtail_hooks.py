"""What the workbench is made of: registers, the home's panels, and Wagtail's stock parts that must go."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from communities.permissions import has_right
from communities.policies.choosable import PARENT_WANTED, choosable_pages, own_pages
from communities.roles import Right
from communities.viewsets.pages import PAGE_BULK_ACTIONS, OwnPagesViewSet

# After Wagtail's own, whose place ours take.
LATER = 1000


@hooks.register("construct_page_chooser_queryset")
def choose_own_and_public_pages(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer one's own pages and everybody's published public ones; as a new parent, only one's own."""
    wanted = request.GET.get("user_perms")
    allowed = own_pages(request.user) if wanted in PARENT_WANTED else choosable_pages(request.user)
    return pages.filter(pk__in=allowed.order_by().values("pk"))


@hooks.register("register_admin_viewset", order=LATER)
def register_page_views() -> OwnPagesViewSet:
    return OwnPagesViewSet()


for _action in PAGE_BULK_ACTIONS:
    hooks.register("register_bulk_action", _action, order=LATER)


@hooks.register("construct_homepage_summary_items", order=LATER)
def count_nothing(_request: HttpRequest, items: list[Any]) -> None:
    """Take out Wagtail's counts of pages, images and documents."""
    items.clear()


@hooks.register("construct_main_menu", order=LATER)
def keep_menu_to_what_opens(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out what leads nowhere for the request's user."""
    if request.user.is_superuser:
        return
    gone = {"help", "settings"}
    if not has_right(request.user, Right.MANAGE_DISTRICT):
        gone.add("reports")
    items[:] = [item for item in items if item.name not in gone]


@hooks.register("insert_global_admin_css")
def workbench_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("communities/workbench.css"))
