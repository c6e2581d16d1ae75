from django.urls import URLPattern, path, re_path

from cms_pages.views.area_directory import area_directory
from cms_pages.views.community_find import community_find
from cms_pages.views.crawlers import robots, security, sitemap
from cms_pages.views.disclosure_checks import disclosure_check, disclosure_checks
from cms_pages.views.error_report import error_report, error_report_answer, error_report_mine
from cms_pages.views.my_community import my_community_choice, my_community_page
from cms_pages.views.staff_card import staff_card
from cms_pages.views.table_file import table_file
from media.tables.writing import CONTENT_TYPES

urlpatterns: list[URLPattern] = [
    path("communities/", area_directory, name="area-directory"),
    path("communities/find/", community_find, name="community-find"),
    path("me/checks/", disclosure_checks, name="disclosure-checks"),
    path("me/checks/<int:pk>/", disclosure_check, name="disclosure-check"),
    path("corrections/", error_report, name="error-report"),
    path("corrections/answer/", error_report_answer, name="error-report-answer"),
    path("corrections/mine/", error_report_mine, name="error-report-mine"),
    path("me/staff-card/<int:pk>/", staff_card, name="staff-card"),
    path("my-community/", my_community_page, name="my-community"),
    path("my-community/choice/", my_community_choice, name="my-community-choice"),
    re_path(
        rf"^tables/(?P<pk>[0-9]{{1,9}})/(?P<name>[0-9a-f-]{{36}})\.(?P<extension>{'|'.join(CONTENT_TYPES)})$",
        table_file,
        name="table-file",
    ),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security-txt"),
]
