"""`/me/`: a person's own pages. Higher apps have theirs below it, at `/me/<what>/`."""

from django.urls import URLPattern, path

from accounts.views import me

urlpatterns: list[URLPattern] = [
    path("", me.me, name="me"),
    path("profile/", me.profile_edit, name="profile-edit"),
    path("fragment/", me.fragment, name="account-fragment"),
]
