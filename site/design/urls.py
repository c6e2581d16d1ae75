from django.conf import settings
from django.urls import URLPattern, path

from design.views.components import components
from design.views.display import display

urlpatterns: list[URLPattern] = [
    path("display/", display, name="display"),
]

if settings.DEBUG:
    urlpatterns += [
        path("design/", components, name="components"),
        path("design/<slug:page>/", components, name="components-page"),
    ]
