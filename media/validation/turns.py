"""Pictures are decoded, and large documents parsed, a few at a time by all processes of the machine together.

One picture of the largest size takes up to 350 MB while it is decoded, and ten people may send one at once.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BUSY: Final = _("现在上传的人多，这个文件还没有处理。请过一分钟再传一次。")
BUSY_CODE: Final = "busy"
# What whoever can wait by itself is told to wait, in seconds.
TRY_AGAIN_AFTER: Final = 3
_PAUSE: Final = 0.05


@contextmanager
def decoding() -> Iterator[None]:
    """Wait for a turn and hold it, where somebody waits for the answer.

    Few may wait at once (`PICTURES_WAITING`), since each holds a thread that pages need; the others hear at
    once that they must come again.

    Raises:
        ValidationError: too many wait, or there was no turn within `PICTURE_PATIENCE` seconds; its code is
            `BUSY_CODE`.
    """
    with ExitStack() as held:
        if not _taken(held, "picture", settings.PICTURES_AT_ONCE):
            with ExitStack() as place:
                if not _taken(place, "waiting", settings.PICTURES_WAITING):
                    raise ValidationError(BUSY, code=BUSY_CODE)
                _wait(held, settings.PICTURE_PATIENCE)
        yield


@contextmanager
def decoding_in_background() -> Iterator[None]:
    """Wait for a turn as long as it takes, and hold it, where nobody waits for the answer."""
    with ExitStack() as held:
        _wait(held, float("inf"))
        yield


def is_busy(error: ValidationError) -> bool:
    """Return whether a file was refused only because others are being decoded."""
    return any(getattr(one, "code", "") == BUSY_CODE for one in error.error_list)


def _wait(held: ExitStack, patience: float) -> None:
    until = time.monotonic() + patience
    while not _taken(held, "picture", settings.PICTURES_AT_ONCE):
        if time.monotonic() >= until:
            raise ValidationError(BUSY, code=BUSY_CODE)
        time.sleep(_PAUSE)


def _taken(held: ExitStack, what: str, count: int) -> bool:
    """Take one of `count` places, if one is free: a lock on a file, which ends with its process."""
    folder = Path(settings.VAR_DIR) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        file = (folder / f"{what}-{number}").open("w")
        if _locked(file):
            held.callback(file.close)
            return True
        file.close()
    return False


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
