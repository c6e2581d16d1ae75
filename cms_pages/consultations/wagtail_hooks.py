"""What consultations add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms_pages.consultations.permissions import publishing_bodies
from cms_pages.views import consultation_workbench
from communities.policies.addresses import open_namespace

# Each of these views asks for the row itself.
open_namespace("consultations")


@hooks.register("register_admin_urls")
def consultation_addresses() -> list[URLResolver]:
    own = [
        path("", consultation_workbench.consultation_index, name="index"),
        path("<int:pk>/opinions/", consultation_workbench.opinion_index, name="opinions"),
        path("<int:pk>/export/", consultation_workbench.opinion_export, name="export"),
        path("opinions/<int:pk>/decide/", consultation_workbench.opinion_decide, name="decide"),
    ]
    return [path("consultations/", include((own, "consultations")))]


class ConsultationsMenuItem(MenuItem):
    """For whoever publishes pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(publishing_bodies(request.user))


@hooks.register("register_admin_menu_item")
def consultations_item() -> MenuItem:
    return ConsultationsMenuItem(
        _("意见征集"), reverse("consultations:index"), name="consultations", icon_name="comment", order=118
    )
