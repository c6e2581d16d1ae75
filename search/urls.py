from django.urls import URLPattern, path

from search.views.feed import search_feed
from search.views.results import search
from search.views.suggestions import suggestions

urlpatterns: list[URLPattern] = [
    path("", search, name="search"),
    path("suggestions/", suggestions, name="search-suggestions"),
    path("feed/", search_feed, name="search-feed"),
]
