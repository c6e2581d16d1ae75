"""`/me/communities/`: a resident's own memberships."""

from django.urls import URLPattern, path

from communities.views import residency

urlpatterns: list[URLPattern] = [
    path("join/", residency.community_join, name="community-join"),
    path("<int:pk>/leave/", residency.community_leave, name="community-leave"),
]
