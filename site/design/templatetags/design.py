"""The tag library `design`: icons, drawings, QR codes, and how values are written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.signals import setting_changed
from django.template.base import FilterExpression, Node, Parser, Token, Variable, token_kwargs
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from design import drawings, formatting, icons, qr

register = template.Library()

SHARED_PICTURES = frozenset(
    path.stem for path in (Path(__file__).parents[1] / "static/design/img/share").glob("*.png")
)

register.filter("cn_date", formatting.cn_date)
register.filter("cn_datetime", formatting.cn_datetime)
register.filter("relative_day", formatting.relative_day)
register.filter("weekday", formatting.weekday)
register.filter("money", formatting.money)
register.filter("file_size", formatting.file_size)
register.filter("safe_text", formatting.safe_text)
register.filter("phone_link", formatting.phone_link)


class IconNode(Node):
    """`{% icon name class="…" %}`; see `icon`."""

    def __init__(self, name: FilterExpression, extra_class: FilterExpression | None) -> None:
        self.name = name
        self.extra_class = extra_class

    def render(self, context: Context) -> SafeString:
        """Draw the icon, or nothing when the name is empty or unknown."""
        name = self.name.resolve(context, ignore_failures=True)
        if not name:
            return SafeString("")
        if name not in icons.names():
            if settings.DEBUG:
                msg = f"icon: no “{name}” in the sprite {icons.SPRITE.name}"
                raise ValueError(msg)
            return SafeString("")
        extra = self.extra_class.resolve(context, ignore_failures=True) if self.extra_class else ""
        return icon_html(str(name), str(extra or ""))


@lru_cache(maxsize=1024)
def icon_html(name: str, extra: str = "") -> SafeString:
    """Return the HTML of an icon: a page has dozens, and each would look up the address of the sprite."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false" width="20" height="20">'
        '<use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("design/img/icons.svg"),
        name,
    )


def _forget_drawn(**_signal: Any) -> None:
    """Draw anew where a test has changed a setting, such as where static files are."""
    icon_html.cache_clear()
    _share_image.cache_clear()


setting_changed.connect(_forget_drawn)


@register.simple_tag(takes_context=True)
def framed(context: Context, name: str, varies: object = "") -> SafeString:
    """`{% framed "design/partials/header.html" %}`: include a part of the frame that all pages have.

    An app above may keep it: `kept_frame` of the context gets the name, and what draws it.

    Args:
        name: of the template.
        varies: what it depends on besides the frame and the visitor's display.
    """

    def draw(**more: Any) -> SafeString:
        with context.push(**more):
            return context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]

    keep = context.get("kept_frame")
    return keep(f"{name}:{varies}", draw) if keep is not None else draw()


@register.filter
def any_filled(fields: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether a field of a form has a value or an error, so that it must not be folded away."""
    return any(field.get("value") or field.get("error") for field in fields)


@register.simple_tag
def share_image(column: str = "site", image: str = "") -> SafeString:
    """`{% share_image "notices" %}`: the picture that messaging apps show beside a shared link.

    Args:
        column: key of a column; what has no picture of its own in `design/img/share` gets the site's.
        image: full address of a better one, 1200 × 630.
    """
    return _share_image(column if column in SHARED_PICTURES else "site", image)


@lru_cache(maxsize=256)
def _share_image(name: str, image: str) -> SafeString:
    return format_html(
        '<meta property="og:image" content="{}">'
        '<meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">',
        image or settings.SITE_URL + static(f"design/img/share/{name}.png"),
    )


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """`{% icon "phone" %}` or `{% icon column.icon class="icon-large" %}`: an icon of the sprite.

    An icon never carries the meaning alone, so it is hidden from screen readers. A literal name that the
    sprite lacks is a TemplateSyntaxError; a name from data that it lacks draws nothing (an error in DEBUG).
    """
    _tag, *bits = token.split_contents()
    if not bits:
        msg = "icon: give the name of an icon"
        raise template.TemplateSyntaxError(msg)
    name = parser.compile_filter(bits[0])
    if not isinstance(name.var, Variable) and not name.filters and name.var not in icons.names():
        msg = f"icon: no “{name.var}” in the sprite {icons.SPRITE.name}"
        raise template.TemplateSyntaxError(msg)
    options = token_kwargs(bits[1:], parser)
    return IconNode(name, options.get("class"))


@register.simple_tag(name="qr")
def qr_code(address: str, label: str = "") -> SafeString:
    """`{% qr url %}`: the address as a QR code; `label` replaces its accessible name."""
    return qr.qr_svg(str(address), str(label))


@register.simple_tag
def area_drawing(code: str | int | None, level: str = "", name: str = "") -> SafeString:
    """`{% area_drawing code level name %}`: the area's line drawing, purely decorative."""
    return drawings.drawing(str(code or ""), str(level or ""), str(name or ""))


@register.simple_tag
def column_drawing(key: str) -> SafeString:
    """`{% column_drawing "notices" %}`: the column's picture, purely decorative."""
    return drawings.column_drawing(str(key))


@register.simple_tag(name="relative_day", takes_context=True)
def relative_day_tag(context: Context, value: formatting.Moment | None) -> str:
    """`{% relative_day value %}`: counted from the context's `now`, if there is one."""
    return formatting.relative_day(value, context.get("now"))


@register.filter
def with_columns(cells: Iterable[Any], columns: Sequence[Mapping[str, Any] | str]) -> list[dict[str, Any]]:
    """Pair a row's cells with the table's columns: a list of `{"column": …, "value": …}`."""
    return [
        {"column": column if isinstance(column, Mapping) else {"label": column}, "value": value}
        for column, value in zip(columns, cells, strict=False)
    ]


@register.filter
def json_ld(data: Mapping[str, Any]) -> SafeString:
    """A `<script type="application/ld+json">` with `data`, safe against text that closes the element.

    It is data and not a program, so a strict content security policy lets it stand.
    """
    text = json.dumps(data, ensure_ascii=False, default=str)
    for char, escaped in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(char, escaped)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))
