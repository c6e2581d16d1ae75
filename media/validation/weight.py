"""How many bytes a file has: none is no file, and too many are not read."""

import io
from typing import IO, Any, Final

from django.core.exceptions import ValidationError

MEGABYTE: Final = 1024 * 1024


def weigh(upload: IO[bytes], *, most: int, is_empty: Any, is_too_large: Any) -> int:
    """Return the bytes of an upload, which is then at its beginning.

    Args:
        upload: any file.
        most: megabytes that it may have.
        is_empty: what is said of none.
        is_too_large: what is said of too many; it may name `size` and `most`.

    Raises:
        ValidationError: there are none, or too many.
    """
    upload.seek(0, io.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    if size == 0:
        raise ValidationError(is_empty, code="empty")
    if size > most * MEGABYTE:
        params = {"size": f"{size / MEGABYTE:.1f}", "most": most}
        raise ValidationError(is_too_large, params=params, code="too_large")
    return size
