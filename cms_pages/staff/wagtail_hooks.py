"""What staff pages add to Wagtail's admin."""

from wagtail import hooks

from cms_pages.viewsets.staff_duties import StaffDutyViewSet


@hooks.register("register_admin_viewset")
def staff_duties() -> StaffDutyViewSet:
    return StaffDutyViewSet("staff_duties", url_prefix="staff-duties")
