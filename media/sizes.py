"""The sizes and formats in which pages show pictures, and how they are made: once, ahead of readers."""

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import structlog
from wagtail.images.models import Filter, SourceImageIOError

from events import timer
from media.models import Image, Rendition
from media.validation.turns import decoding_in_background

log = structlog.get_logger(__name__)

WIDTHS: Final = (320, 640, 960, 1280)
# For browsers that know neither AVIF nor WebP, one size is enough.
PLAIN_WIDTH: Final = 640
FORMATS: Final = ("avif", "webp", "jpeg")
# Height for a width of 100, by the shape's name. What is cut off lies far from the focal point.
SHAPES: Final = {"wide": 56, "photo": 67, "square": 100}
# What pages ask for, which is made ahead: uncut, and as galleries cut it.
USED: Final = ("", "photo")
_AT_ONCE: Final = 20
# Threads that show the same new pictures make them one after the other, and find what the first has made.
_making: Final = threading.Lock()


def filters(image: Image, format_name: str, shape: str = "") -> list[Filter]:
    """Return the sizes of one format, from small to large; none is larger than the picture."""
    widths = [width for width in WIDTHS if width < image.width] or [min(image.width, WIDTHS[-1])]
    if format_name == "jpeg":
        widths = [max(width for width in widths if width <= max(PLAIN_WIDTH, widths[0]))]
    return [Filter(spec=f"{_cut(width, shape)}|format-{format_name}") for width in widths]


def _cut(width: int, shape: str) -> str:
    return f"fill-{width}x{width * SHAPES[shape] // 100}" if shape else f"width-{width}"


def found_or_made(image: Image, shape: str = "") -> dict[str, list[Rendition]]:
    """Return the picture's sizes by format, from small to large.

    WebP and JPEG are made where they are missing, as a page can't do without; AVIF takes long, and comes
    with the task or the timer.
    """
    wanted = {name: filters(image, name, shape) for name in FORMATS}
    found = image.find_existing_renditions(*(one for each in wanted.values() for one in each))
    needed = [*wanted["webp"], *wanted["jpeg"]]
    if any(one not in found for one in needed):
        with _making:
            found |= image.find_existing_renditions(*needed)
            found |= image.create_renditions(*(one for one in needed if one not in found))
    return {name: [found[one] for one in each if one in found] for name, each in wanted.items()}


def make_all(image: Image, shapes: Iterable[str] = USED) -> None:
    """Make every size of the picture that is missing, one at a time on this machine."""
    for shape in shapes:
        for name in FORMATS:
            for wanted in filters(image, name, shape):
                with decoding_in_background():
                    image.get_renditions(wanted)


def make_missing(now: datetime) -> None:
    """Make the sizes of pictures that have no AVIF: of before, or whose task died."""
    incomplete = Image.objects.exclude(renditions__filter_spec__endswith="|format-avif").order_by("-pk")
    for image in incomplete[:_AT_ONCE]:
        try:
            make_all(image)
        except (SourceImageIOError, OSError, ValueError):
            log.warning("picture_without_sizes", image=image.pk, exc_info=True)


timer.registry.register("media.make_sizes")(timer.Job(every=timedelta(minutes=30), run=make_missing))
