"""Front pages in Wagtail's admin."""

from wagtail import hooks

from cms_pages.viewsets.front_page_profiles import FrontPageProfileViewSet


@hooks.register("register_admin_viewset")
def register_front_page_profiles() -> FrontPageProfileViewSet:
    return FrontPageProfileViewSet()
