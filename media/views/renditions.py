"""`/media/`: pictures in the sizes that pages use. Originals and documents are not to be had here, and no
address makes a size that is not there: a flood of made-up ones fills no disk.
"""

import re

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Wagtail keeps renditions in this folder; their names carry the original's random one, so that none is
# ever reused.
FOLDER = "images"
CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
LONGEST_NAME = 200
NAME = re.compile(r"[A-Za-z0-9][\w.\-]*\.(?P<extension>[a-z]+)", re.ASCII)


@require_safe
def rendition(_request: HttpRequest, name: str) -> FileResponse:
    """Send the rendition called `name`, for a year: whatever changes gets another name.

    Raises:
        Http404: there is none of that name.
    """
    match = NAME.fullmatch(name) if len(name) <= LONGEST_NAME else None
    content_type = CONTENT_TYPES.get(match["extension"]) if match else None
    if content_type is None:
        raise Http404
    try:
        file = default_storage.open(f"{FOLDER}/{name}")
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
