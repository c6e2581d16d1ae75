"""What the forum adds to Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from communities.policies.addresses import open_namespace
from communities.viewsets.scoped import ScopedViewSet
from forum.enquiries import can_handle
from forum.views import desk
from forum.views import referrals as referral_desk
from forum.viewsets.boards import BoardViewSet
from forum.viewsets.enquiries import AnswerTemplateViewSet, EnquiryCategoryViewSet

# Each of these views asks for the row itself.
for _namespace in ("enquiries", "referrals"):
    open_namespace(_namespace)


@hooks.register("register_admin_viewset")
def registers() -> list[ScopedViewSet]:
    return [BoardViewSet(), EnquiryCategoryViewSet(), AnswerTemplateViewSet()]


@hooks.register("register_admin_urls")
def enquiry_addresses() -> list[URLResolver]:
    enquiries = [
        path("", desk.enquiry_index, name="index"),
        path("<int:pk>/", desk.enquiry_read, name="read"),
    ]
    referrals = [
        path("", referral_desk.referral_index, name="index"),
        path("send/", referral_desk.referral_send, name="send"),
        path("<int:pk>/", referral_desk.referral_read, name="read"),
    ]
    return [
        path("enquiries/", include((enquiries, "enquiries"))),
        path("referrals/", include((referrals, "referrals"))),
    ]


class EnquiriesMenuItem(MenuItem):
    """For whoever answers enquiries."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_handle(request.user)


@hooks.register("register_admin_menu_item")
def enquiries_item() -> MenuItem:
    return EnquiriesMenuItem(
        _("咨询投诉"), reverse("enquiries:index"), name="enquiries", icon_name="help", order=105
    )
