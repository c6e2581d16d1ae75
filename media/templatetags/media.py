"""`{% picture %}`: a picture in the sizes that a page needs."""

from typing import Any

from django import template
from django.utils.html import format_html
from wagtail.images.models import SourceImageIOError

from media.models import Image

register = template.Library()

WIDTHS = (320, 640, 960, 1280)


@register.simple_tag
def picture(image: Image | None, sizes: str = "100vw", alt: str | None = None, **attributes: Any) -> str:
    """Return an `img` with the widths that the original has, as WebP, lazily loaded; nothing where there
    is none.

    Args:
        image: what to show.
        sizes: the `sizes` attribute: how wide it stands on the page.
        alt: its alternative text here, by default the picture's own; an empty one where it only decorates.
        attributes: `class` and `loading`.
    """
    if image is None:
        return ""
    widths = [width for width in WIDTHS if width < image.width] or [min(image.width, WIDTHS[-1])]
    try:
        renditions = image.get_renditions(*(f"width-{width}|format-webp" for width in widths))
    except SourceImageIOError:
        return ""
    made = list(renditions.values())
    largest = made[-1]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" class="{}" loading="{}"'
        ' decoding="async">',
        largest.url,
        ", ".join(f"{rendition.url} {rendition.width}w" for rendition in made),
        sizes,
        largest.width,
        largest.height,
        image.default_alt_text if alt is None else alt,
        attributes.get("class", ""),
        attributes.get("loading", "lazy"),
    )
