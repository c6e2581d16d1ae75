"""An official who acts for a resident, and what the resident reads of it."""

from django.urls import URLPattern, path

from communities.views import assisting

urlpatterns: list[URLPattern] = [
    path("me/assisted/", assisting.assisted_list, name="assisted-list"),
    path("assisting/", assisting.assisting_overview, name="assisting"),
    path("assisting/end/", assisting.assisting_end, name="assisting-end"),
]
