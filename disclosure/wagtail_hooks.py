"""What this app adds to Wagtail's admin."""

from typing import Any

from wagtail import hooks

from disclosure.viewsets.catalogue import DisclosureItemViewSet
from disclosure.viewsets.duties import DisclosureDutyViewSet


@hooks.register("register_admin_viewset")
def register_catalogue() -> list[Any]:
    return [DisclosureDutyViewSet(), DisclosureItemViewSet()]
