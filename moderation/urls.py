"""`/moderation/`."""

from django.urls import URLPattern, path

from moderation.views import public

urlpatterns: list[URLPattern] = [
    path("log/", public.moderation_log, name="moderation-log"),
    path("appeals/<slug:against>/<int:pk>/", public.moderation_appeal, name="moderation-appeal"),
]
