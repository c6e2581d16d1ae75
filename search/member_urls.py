"""`/me/searches/`: what a member keeps of the search."""

from django.urls import URLPattern, path

from search.views import saved

urlpatterns: list[URLPattern] = [
    path("", saved.saved_list, name="saved-searches"),
    path("new/", saved.saved_add, name="saved-search-add"),
    path("<int:pk>/", saved.saved_edit, name="saved-search"),
]
