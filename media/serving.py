"""Handing out a stored file: whole, a part of it, or not again where the reader has it already."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import IO, Final
from urllib.parse import quote

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_CHUNK: Final = 65536


def disposition(name: str, *, inline: bool = False) -> str:
    """Return the `Content-Disposition` for a file called `name`: its own name as RFC 5987 writes it, and a
    plain one beside it for old browsers.
    """
    extension = PurePath(name).suffix
    plain = f"file{extension}" if extension.isascii() else "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def send(
    request: HttpRequest,
    storage: Storage,
    stored: str,
    *,
    name: str,
    content_type: str,
    etag: str,
    inline: bool = False,
    modified: datetime | None = None,
    cache: str = "private, no-cache",
) -> HttpResponseBase:
    """Return the file `stored`, or the range of it that is asked for (RFC 9110, one range), or 304.

    It may run nothing: `nosniff`, and a policy that allows nothing.

    Args:
        request: GET or HEAD; its conditions and range are honoured.
        storage: where the file is.
        stored: its name there.
        name: what it is called where it is saved.
        content_type: what it is.
        etag: changes with its bytes; without quotes.
        inline: whether a browser may show it; else it is saved.
        modified: when its bytes changed last.
        cache: the header `Cache-Control`.

    Raises:
        Http404: it is not there.
    """
    tag = f'"{etag}"'
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=tag, last_modified=int(modified.timestamp()) if modified else None
    )
    if response is None:
        try:
            file = storage.open(stored)
            size = file.size
        except (OSError, ValueError):
            raise Http404 from None
        response = _body(request, file, size, tag)
        response.headers["Accept-Ranges"] = "bytes"
        if response.status_code != 416:
            response.headers["Content-Type"] = content_type
            response.headers["Content-Disposition"] = disposition(name, inline=inline)
    response.headers["ETag"] = tag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _body(request: HttpRequest, file: IO[bytes], size: int, tag: str) -> HttpResponseBase:
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    condition = request.headers.get("If-Range", "")
    match = _RANGE.fullmatch(asked.strip()) if condition in ("", tag) else None
    if match is None or not (match[1] or match[2]):
        whole = FileResponse(file)
        whole.headers["Content-Length"] = str(size)
        return whole
    first = int(match[1]) if match[1] else max(0, size - int(match[2]))
    last = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
    if first >= size or first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    file.seek(first)
    part = StreamingHttpResponse(_chunks(file, last - first + 1), status=206)
    part._resource_closers.append(file.close)  # type: ignore[attr-defined]
    part.headers["Content-Length"] = str(last - first + 1)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _chunks(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        length -= len(chunk)
        yield chunk
