"""Head, header and footer of a page as HTML, kept by the process for answers that are made anew for members.

They are the same for everybody but for the address that the display switches come back to, which is put in
each time. What was drawn is known by the token of the surroundings that it shows (`cms_pages.navigation`), so
that it is let go when they are.
"""

import secrets
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms_pages import navigation
from design import display

# Districts have some two hundred areas, most of which are open at a time in a few of six ways to be shown.
MOST_KEPT: Final = 500
# Stands for the address. Nobody can know it, so no address can hold it.
_ADDRESS: Final = f"@{secrets.token_hex(16)}@"
_QUOTED_ADDRESS: Final = quote(_ADDRESS)
_kept: dict[tuple[object, ...], str] = {}


def kept(request: HttpRequest, name: str, draw: Callable[..., SafeString]) -> SafeString:
    """Return the part of the page's frame that the template `name` draws, drawn anew only where it must be.

    Args:
        request: where the view says `page_marks.share_surroundings`, it is kept; otherwise drawn each time.
        name: of the template.
        draw: draws it, with what it is given put into the context.
    """
    here = navigation.of_request(request, timezone.now())
    if here.token is None:
        return draw()
    # The header's box searches the board first.
    board = getattr(getattr(request, "board", None), "pk", None)
    open_column = next((entry["key"] for entry in here.menu_columns if entry["current"]), None)
    wishes = display.from_request(request).key
    key = (here.token, name, wishes, board, open_column, request.path if open_column else None)
    html = _kept.get(key)
    if html is None:
        html = str(draw(display_next=_ADDRESS))
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = html
    if _ADDRESS in html or _QUOTED_ADDRESS in html:
        address = request.get_full_path()
        html = html.replace(_ADDRESS, escape(address)).replace(_QUOTED_ADDRESS, escape(quote(address)))
    return mark_safe(html)  # noqa: S308 - drawn by a template; the address is escaped
