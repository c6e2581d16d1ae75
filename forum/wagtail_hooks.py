"""What the forum adds to Wagtail's admin."""

from wagtail import hooks

from communities.viewsets.scoped import ScopedViewSet
from forum.viewsets.boards import BoardViewSet


@hooks.register("register_admin_viewset")
def boards() -> ScopedViewSet:
    return BoardViewSet()
