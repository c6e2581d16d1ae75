"""Files of the public site."""

from django.urls import path

from media.views import attachments
from media.views.documents import document_download
from media.views.renditions import rendition

urlpatterns = [
    path("media/images/<str:name>", rendition, name="media-rendition"),
    # Before Wagtail's own address, which it takes the place of.
    path("documents/<int:document_id>/<path:document_filename>", document_download, name="document-download"),
    path("attachments/", attachments.attachment_add, name="attachment-add"),
    path("attachments/<uuid:key>/", attachments.attachment_download, name="attachment-download"),
    path("attachments/<uuid:key>/drop/", attachments.attachment_drop, name="attachment-drop"),
    path("attachments/<uuid:key>/<str:size>/", attachments.attachment_picture, name="attachment-picture"),
]
