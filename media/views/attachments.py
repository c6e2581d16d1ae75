"""Attachments: uploading by the script, leaving one out again, downloading."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.views.me import private
from media.actions.add_attachment import add_attachment
from media.actions.drop_attachment import drop_attachment
from media.models import Attachment
from media.permissions import can_add_attachment, can_read_attachment
from media.serving import send
from media.validation.turns import TRY_AGAIN_AFTER, is_busy

REFUSED = 422
BUSY = 503
# Long enough that a page of pictures does not ask for each again, short enough for one that was withdrawn.
_PICTURE_CACHE = "private, max-age=300"


@never_cache
@require_POST
def attachment_add(request: HttpRequest) -> HttpResponse:
    """Take one file (`file`) and answer its row for the form, as JSON: `{"key", "row"}` or `{"error"}`.

    Where too many pictures come at once the status is 503, and `Retry-After` says when to send it again.
    """
    if not isinstance(request.user, User) or not can_add_attachment(request.user):
        return JsonResponse({"error": _("请先登录，再上传图片或文件。")}, status=403)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("没有收到文件，请重新选择。")}, status=REFUSED)
    try:
        attachment = add_attachment(
            actor=request.user, upload=upload, name=upload.name or "", now=timezone.now()
        )
    except ValidationError as error:
        answer = {"error": " ".join(error.messages)}
        if is_busy(error):
            return JsonResponse(answer, status=BUSY, headers={"Retry-After": str(TRY_AGAIN_AFTER)})
        return JsonResponse(answer, status=REFUSED)
    row = render_to_string("media/partials/attachment_row.html", {"attachment": attachment}, request)
    return JsonResponse({"key": str(attachment.key), "row": row}, status=201)


@private
@require_POST
def attachment_drop(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Remove what one uploaded and will not use."""
    drop_attachment(actor=request.user, key=key, now=timezone.now())
    return HttpResponse(status=204)


@require_safe
def attachment_download(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Send the file, to be saved.

    Raises:
        Http404: there is none that this person may read.
    """
    attachment = _readable(request, key)
    return send(
        request,
        default_storage,
        attachment.file,
        name=attachment.name,
        content_type=attachment.content_type,
        etag=attachment.sha256,
        modified=attachment.uploaded_at,
    )


@require_safe
def attachment_picture(request: HttpRequest, key: UUID, size: str) -> HttpResponseBase:
    """Send the picture in one of its sizes, to be shown.

    Raises:
        Http404: there is none that this person may see.
    """
    attachment = _readable(request, key)
    stored = {"large": attachment.large, "small": attachment.small}.get(size, "")
    if not stored:
        raise Http404
    return send(
        request,
        default_storage,
        stored,
        name=attachment.name,
        content_type="image/webp",
        etag=f"{attachment.sha256}-{size}",
        inline=True,
        modified=attachment.uploaded_at,
        cache=_PICTURE_CACHE,
    )


def _readable(request: HttpRequest, key: UUID) -> Attachment:
    attachment = get_object_or_404(Attachment, key=key)
    if not can_read_attachment(request.user, attachment):
        raise Http404
    return attachment
