"""Where a picture is decoded: a small one here, a large one in a process of its own.

A decoder's memory comes back to the machine for certain when its process ends, and a picture that kills it
takes no reader's answer with it. A process costs a quarter of a second, which small pictures are spared.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.validation import pixels
from media.validation.pixels import Rewritten

log = structlog.get_logger(__name__)

IS_BROKEN: Final = _("图片文件已损坏或没有传完整，请重新上传。")
SMALL: Final = 3_000_000
_SECONDS: Final = 90.0
_PROGRAM: Final = Path(pixels.__file__)


def rewrite(
    source: IO[bytes], size: tuple[int, int], sides: Sequence[int] = (), *, apart: bool = False
) -> Rewritten:
    """Return the picture as it may be stored.

    Args:
        source: the file, read from its beginning.
        size: width and height by its header, in pixels.
        sides: longest sides in which it is wanted as WebP as well, from large to small.
        apart: whether it is decoded elsewhere however small it is.

    Raises:
        ValidationError: it is not whole.
    """
    longest = settings.PICTURE_LONGEST_SIDE
    try:
        if size[0] * size[1] <= SMALL and not apart:
            return pixels.rewritten(source, longest, sides)
        return _elsewhere(source, longest, sides)
    except (*pixels.BROKEN, subprocess.TimeoutExpired) as error:
        log.info("picture_not_decoded", error=f"{type(error).__name__}: {error}"[:300])
        raise ValidationError(IS_BROKEN, code="invalid_image") from None


def _elsewhere(source: IO[bytes], longest: int, sides: Sequence[int]) -> Rewritten:
    with tempfile.TemporaryDirectory(prefix="picture-") as folder:
        target = Path(folder)
        source.seek(0)
        with target.joinpath("source").open("wb") as copy:
            shutil.copyfileobj(source, copy)
        numbers = map(str, (longest, *sides))
        command = [sys.executable, "-I", str(_PROGRAM), copy.name, folder, *numbers]
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - our own program
        if done.returncode:
            # Below nought it was killed: by a decoder's fault, or by what it may take.
            raise ValueError(f"{done.returncode}: {done.stderr.decode(errors='replace')[-200:]}")
        said = json.loads(done.stdout)
        return Rewritten(
            said["found"],
            target.joinpath("picture").read_bytes(),
            tuple(said["size"]),
            {side: target.joinpath(str(side)).read_bytes() for side in sides},
        )
