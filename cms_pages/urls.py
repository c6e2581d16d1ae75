from django.urls import URLPattern, path

from cms_pages.views.area_directory import area_directory
from cms_pages.views.community_find import community_find
from cms_pages.views.crawlers import robots, sitemap
from cms_pages.views.my_community import my_community_choice, my_community_page

urlpatterns: list[URLPattern] = [
    path("communities/", area_directory, name="area-directory"),
    path("communities/find/", community_find, name="community-find"),
    path("my-community/", my_community_page, name="my-community"),
    path("my-community/choice/", my_community_choice, name="my-community-choice"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
