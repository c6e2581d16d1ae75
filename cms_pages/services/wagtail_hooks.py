"""What services add to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms_pages.services.permissions import publishing_bodies
from cms_pages.views import service_workbench
from communities.policies.addresses import open_namespace

# Each of these views asks for the row itself.
for _namespace in ("service_ratings", "service_proposals", "service_care"):
    open_namespace(_namespace)


@hooks.register("register_admin_urls")
def service_addresses() -> list[URLResolver]:
    ratings = [
        path("", service_workbench.rating_index, name="index"),
        path("<int:pk>/decide/", service_workbench.rating_decide, name="decide"),
        path("<int:pk>/answer/", service_workbench.rating_answer, name="answer"),
    ]
    proposals = [
        path("", service_workbench.proposal_index, name="index"),
        path("<int:pk>/", service_workbench.proposal_read, name="read"),
        path("<int:pk>/decide/", service_workbench.proposal_decide, name="decide"),
    ]
    care = [
        path("", service_workbench.care_index, name="index"),
        path("<int:pk>/assure/", service_workbench.care_assure, name="assure"),
    ]
    return [
        path("service-ratings/", include((ratings, "service_ratings"))),
        path("service-proposals/", include((proposals, "service_proposals"))),
        path("service-care/", include((care, "service_care"))),
    ]


class ServiceRatingsMenuItem(MenuItem):
    """For whoever publishes services."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(publishing_bodies(request.user))


@hooks.register("register_admin_menu_item")
def service_ratings_item() -> MenuItem:
    return ServiceRatingsMenuItem(
        _("服务评价"), reverse("service_ratings:index"), name="service-ratings", icon_name="pick", order=120
    )
