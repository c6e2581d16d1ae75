"""What the report adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms_pages.views.reports import report_index
from communities.oversight import oversight_of
from communities.policies.addresses import open_namespace

# The view asks whose numbers it shows.
open_namespace("body_reports")


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLResolver]:
    views = [path("", report_index, name="index")]
    return [path("body-reports/", include((views, "body_reports")))]


class ReportMenuItem(MenuItem):
    """For whoever answers for a body."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(oversight_of(request.user))


@hooks.register("register_admin_menu_item")
def report_item() -> MenuItem:
    return ReportMenuItem(
        _("单位情况统计"), reverse("body_reports:index"), name="body-reports", icon_name="table", order=455
    )
