"""Pictures that say nothing to those who can't see them."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.images.models import AbstractImage


def unspoken_pictures(stream: Iterable[Any]) -> int:
    """Return how many pictures of a stream have neither an alternative text nor the mark “decorative”."""
    return sum(
        not (getattr(image, "contextual_alt_text", "") or "").strip()
        and not getattr(image, "decorative", False)
        for image in _images(stream)
    )


def _images(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from _images(inner)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _images(child.value)
