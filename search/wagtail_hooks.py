"""What the search adds to Wagtail's admin."""

from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from communities.policies.addresses import open_namespace
from search.views import deliveries
from search.viewsets.registers import SearchRegisters

# The verb asks for the right itself.
open_namespace("search_deliveries")


@hooks.register("register_admin_viewset")
def registers() -> ViewSetGroup:
    return SearchRegisters()


@hooks.register("register_admin_urls")
def delivery_addresses() -> list[URLResolver]:
    return [
        path(
            "search_deliveries/",
            include(([path("retry/", deliveries.retry, name="retry")], "search_deliveries")),
        )
    ]
