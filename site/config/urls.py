"""All addresses of the site, those of the page tree last."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from communities.views.javascript_catalog import javascript_catalog

handler400 = "design.views.errors.handler400"
handler403 = "design.views.errors.handler403"
handler404 = "design.views.errors.handler404"
handler500 = "design.views.errors.handler500"

urlpatterns = [
    path("", include("design.urls")),
    path("me/notifications/", include("notifications.urls")),
    path("me/communities/", include("communities.residency_urls")),
    path("", include("communities.assisting_urls")),
    path("me/searches/", include("search.member_urls")),
    path("me/", include("accounts.urls")),
    path("accounts/", include("accounts.entrance_urls")),
    path("privacy/", include("accounts.privacy_urls")),
    path("search/", include("search.urls")),
    path("communities/", include("communities.urls")),
    path("moderation/", include("moderation.urls")),
    path("admin/jsi18n/", javascript_catalog, name="workbench-javascript-catalog"),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("media.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("forum.urls")),
    path("", include("cms_pages.urls")),
    path("", include(wagtail_urls)),
]
