"""Files of the public site."""

from django.urls import path

from media.views import attachments
from media.views.renditions import rendition

urlpatterns = [
    path("media/images/<str:name>", rendition, name="media-rendition"),
    path("attachments/", attachments.attachment_add, name="attachment-add"),
    path("attachments/<uuid:key>/", attachments.attachment_download, name="attachment-download"),
    path("attachments/<uuid:key>/drop/", attachments.attachment_drop, name="attachment-drop"),
    path("attachments/<uuid:key>/<str:size>/", attachments.attachment_picture, name="attachment-picture"),
]
