"""Pictures are decoded a few at a time, by all processes of the machine together.

One picture of the largest size takes up to 250 MB while it is decoded, and ten people may send one at once.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BUSY: Final = _("同时上传图片的人太多，这张还没有处理。请过一分钟再传一次。")
_PAUSE: Final = 0.05


@contextmanager
def decoding() -> Iterator[None]:
    """Wait for a turn, and hold it: a lock on one of `PICTURES_AT_ONCE` files, which ends with its process.

    Raises:
        ValidationError: there was none within `PICTURE_PATIENCE` seconds.
    """
    folder = Path(settings.VAR_DIR) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + settings.PICTURE_PATIENCE
    places = [folder / f"picture-{number}" for number in range(settings.PICTURES_AT_ONCE)]
    while True:
        for place in places:
            with place.open("w") as file:
                if _locked(file):
                    yield
                    return
        if time.monotonic() >= until:
            raise ValidationError(BUSY, code="busy")
        time.sleep(_PAUSE)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
