"""What reports of errors add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms_pages.error_reports.permissions import handling_bodies
from cms_pages.views import error_report_workbench
from communities.policies.addresses import open_namespace

# Each of these views asks for the row itself.
open_namespace("error_reports")


@hooks.register("register_admin_urls")
def error_report_addresses() -> list[URLResolver]:
    own = [
        path("", error_report_workbench.report_index, name="index"),
        path("<int:pk>/", error_report_workbench.report_read, name="read"),
        path("<int:pk>/decide/", error_report_workbench.report_decide, name="decide"),
    ]
    return [path("error-reports/", include((own, "error_reports")))]


class ErrorReportsMenuItem(MenuItem):
    """For whoever publishes pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(handling_bodies(request.user))


@hooks.register("register_admin_menu_item")
def error_reports_item() -> MenuItem:
    return ErrorReportsMenuItem(
        _("纠错"), reverse("error_reports:index"), name="error-reports", icon_name="warning", order=115
    )
