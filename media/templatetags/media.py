"""`{% responsive %}`: a picture in the sizes and formats that a reader's screen and browser want."""

from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from wagtail.images.models import SourceImageIOError

from media.models import Image, Rendition
from media.sizes import found_or_made

register = template.Library()

_TYPES = {"avif": "image/avif", "webp": "image/webp"}


@register.simple_tag(takes_context=True)
def responsive(
    context: template.Context,
    image: Image | None,
    sizes: str = "100vw",
    alt: str | None = None,
    shape: str = "",
    css: str = "",
    loading: str = "",
) -> str:
    """Return a `picture` with AVIF, WebP and JPEG, its width and height set; nothing where there is none.

    Args:
        context: the first picture of a page is loaded at once, the others when they come near.
        image: what to show.
        sizes: the `sizes` attribute: how wide it stands on the page.
        alt: its alternative text here, by default what the block says, then the picture's own; an empty one
            where it only decorates.
        shape: `wide`, `photo` or `square` to cut it around its focal point; uncut by default.
        css: a class for the `img`.
        loading: `lazy` or `eager`, where the place knows better.
    """
    if image is None:
        return ""
    try:
        made = found_or_made(image, shape)
    except (SourceImageIOError, OSError, ValidationError):
        return ""
    plain = (made["jpeg"] or made["webp"])[-1]
    largest = (made["webp"] or made["jpeg"])[-1]
    return format_html(
        '<picture class="responsive">{}<img src="{}" width="{}" height="{}" alt="{}"{} loading="{}"'
        ' decoding="async"></picture>',
        format_html_join(
            "",
            '<source type="{}" srcset="{}" sizes="{}">',
            ((_TYPES[name], _srcset(made[name]), sizes) for name in _TYPES if made[name]),
        ),
        plain.url,
        largest.width,
        largest.height,
        _alternative(image) if alt is None else alt,
        format_html(' class="{}"', css) if css else "",
        loading or _loading(context),
    )


@register.simple_tag
def largest_url(image: Image) -> str:
    """Return the address of the picture as large as the site has it, for the enlarged view."""
    try:
        return str(found_or_made(image)["webp"][-1].url)
    except (SourceImageIOError, OSError, ValidationError):
        return ""


def _srcset(renditions: list[Rendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)


def _alternative(image: Image) -> str:
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or image.default_alt_text


def _loading(context: template.Context) -> str:
    """Return `eager` for the first picture of a request, `lazy` for those after it."""
    request: Any = context.get("request")
    if request is None or getattr(request, "_has_picture", False):
        return "lazy"
    request._has_picture = True
    return "eager"
