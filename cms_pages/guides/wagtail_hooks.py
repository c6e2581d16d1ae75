"""What guides add to Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms_pages.guides.permissions import can_review, reviewed_bodies
from cms_pages.models import GuidePage
from cms_pages.views import guide_reviews
from cms_pages.viewsets.certificates import CommitteeCertificateViewSet
from cms_pages.viewsets.guide_feedback import GuideFeedbackViewSet
from cms_pages.viewsets.shared_facts import SharedFactViewSet
from communities.policies.addresses import open_namespace

# Each of these views asks for the guide itself.
open_namespace("guide_reviews")


@hooks.register("register_admin_urls")
def guide_addresses() -> list[URLResolver]:
    reviews = [
        path("", guide_reviews.guide_reviews, name="index"),
        path("<int:pk>/confirm/", guide_reviews.guide_review_confirm, name="confirm"),
    ]
    return [path("guide-reviews/", include((reviews, "guide_reviews")))]


@hooks.register("register_admin_viewset")
def guide_registers() -> list[Any]:
    return [SharedFactViewSet(), CommitteeCertificateViewSet(), GuideFeedbackViewSet()]


class ReviewsMenuItem(MenuItem):
    """For whoever answers for guides."""

    def is_shown(self, request: HttpRequest) -> bool:
        bodies = reviewed_bodies(request.user)
        return bodies is None or bool(bodies)


@hooks.register("register_admin_menu_item")
def reviews_item() -> MenuItem:
    return ReviewsMenuItem(
        gettext_lazy("要核对的指南"),
        reverse("guide_reviews:index"),
        name="guide-reviews",
        icon_name="tasks",
        order=255,
    )


@hooks.register("register_page_header_buttons")
def reviews_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> list[Button]:
    """The way from the editor to the list where a guide is confirmed as still right."""
    if isinstance(page, GuidePage) and page.live and can_review(user, page):
        return [Button(_("核对"), reverse("guide_reviews:index"), icon_name="tasks", priority=5)]
    return []
