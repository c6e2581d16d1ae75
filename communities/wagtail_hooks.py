"""What the workbench is made of: registers, the home's panels, and Wagtail's stock parts that must go."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page

from communities.permissions import has_right
from communities.policies.choosable import PARENT_WANTED, choosable_pages, own_pages
from communities.roles import Right
from communities.views import assisting, editors_guide
from communities.viewsets import inspection, mergers, workload
from communities.viewsets.areas import AreaViewSet
from communities.viewsets.district import BodyViewSet, CalendarYearViewSet, CategoryViewSet
from communities.viewsets.happenings import DeadLetterViewSet, EventViewSet
from communities.viewsets.home import panels_for
from communities.viewsets.members import MembershipViewSet
from communities.viewsets.pages import PAGE_BULK_ACTIONS, OwnPagesViewSet
from communities.viewsets.profile import ContactFactViewSet, OpeningScheduleViewSet
from communities.viewsets.real_names import RealNameViewSet

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


class OwnBodyGroup(ViewSetGroup):
    """本单位."""

    menu_label = _("本单位")
    menu_icon = "group"
    menu_order = 500
    items = (ContactFactViewSet, OpeningScheduleViewSet, MembershipViewSet, RealNameViewSet, EventViewSet)


class DistrictGroup(ViewSetGroup):
    """全区管理."""

    menu_label = _("全区管理")
    menu_icon = "site"
    menu_order = 600
    items = (AreaViewSet, BodyViewSet, CategoryViewSet, CalendarYearViewSet, DeadLetterViewSet)


@hooks.register("register_admin_viewset")
def register_registers() -> list[ViewSetGroup]:
    return [OwnBodyGroup(), DistrictGroup()]


@hooks.register("construct_homepage_panels", order=LATER)
def show_own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Put ours in the place of Wagtail's, some of which name pages from offices that somebody has left."""
    panels[:] = panels_for(request)


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


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return [
        *assisting.addresses(),
        *inspection.addresses(),
        *mergers.addresses(),
        *workload.addresses(),
        *editors_guide.addresses(),
    ]


@hooks.register("register_admin_menu_item")
def register_inspection_item() -> MenuItem:
    return inspection.menu_item()


@hooks.register("register_admin_menu_item")
def register_assist_item() -> MenuItem:
    return assisting.menu_item()


@hooks.register("register_admin_menu_item")
def register_guide_item() -> MenuItem:
    return editors_guide.menu_item()
