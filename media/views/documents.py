"""Documents for download, in place of Wagtail's view, which knows neither ranges nor a storage elsewhere."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from media.attachments.gate import CONTENT_TYPES
from media.models import Document
from media.serving import send


@require_safe
def document_download(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Send a document, after Wagtail's hooks have asked whether this reader may have it.

    Raises:
        Http404: there is none of that number and name.
    """
    document = get_object_or_404(Document, pk=document_id)
    if document.filename != document_filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer: HttpResponseBase | None = hook(document, request)
        if answer is not None:
            return answer
    return send(
        request,
        document.file.storage,
        document.file.name,
        name=document.filename,
        content_type=CONTENT_TYPES.get(document.file_extension.lower(), "application/octet-stream"),
        etag=document.get_file_hash(),
    )
