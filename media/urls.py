"""Files of the public site."""

from django.urls import path

from media.views.renditions import rendition

urlpatterns = [path("images/<str:name>", rendition, name="media-rendition")]
