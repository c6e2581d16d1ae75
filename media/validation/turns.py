"""Pictures are decoded, and large documents parsed, a few at a time by all processes of the machine together.

One picture of the largest size takes up to 350 MB while it is decoded, and ten people may send one at once.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BUSY: Final = _("现在上传的人多，这个文件还没有处理。请过一分钟再传一次。")
BUSY_CODE: Final = "busy"
# What whoever can wait by itself is told to wait, in seconds.
TRY_AGAIN_AFTER: Final = 3
_PAUSE: Final = 0.05
# The lock that is shared by all who wait.
_WAITED_FOR: Final = "waited-for"


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
                _lock(place, _WAITED_FOR, fcntl.LOCK_SH)
                _wait(held, settings.PICTURE_PATIENCE)
        yield


@contextmanager
def decoding_in_background() -> Iterator[None]:
    """Wait for a turn as long as it takes, and hold it, where nobody waits for the answer. Whoever does goes
    first: a worker with many sizes to make would let nobody in between two of them.
    """
    with ExitStack() as held:
        while _is_waited_for() or not _taken(held, "picture", settings.PICTURES_AT_ONCE):
            time.sleep(_PAUSE)
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


def _is_waited_for() -> bool:
    """Return whether somebody waits whom others wait for."""
    with ExitStack() as held:
        return not _lock(held, _WAITED_FOR, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _taken(held: ExitStack, what: str, count: int) -> bool:
    """Take one of `count` places, if one is free."""
    return any(_lock(held, f"{what}-{number}", fcntl.LOCK_EX | fcntl.LOCK_NB) for number in range(count))


def _lock(held: ExitStack, name: str, how: int) -> bool:
    """Take a lock on a file, which ends with its process; return whether it is ours."""
    folder = Path(settings.VAR_DIR) / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / name).open("w")
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        file.close()
        return False
    held.callback(file.close)
    return True
