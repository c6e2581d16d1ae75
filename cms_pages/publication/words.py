"""What a title may be made of."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from design.formatting import safe_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# A title of two lines on a phone; longer ones are texts.
MAX_TITLE = 100


def title_error(title: str) -> "str | _StrPromise | None":
    """Return what is wrong with `title`, or None.

    Emoji and every script are allowed. Refused are characters that cannot be seen or that turn the reading
    direction of others round: a title with them shows as something that it is not. Length is checked apart.
    """
    if not safe_text(title).strip():
        return _("请填写标题。")
    if "\n" in title or "\t" in title or safe_text(title) != title:
        return _("标题里有看不见的控制字符或改变文字方向的字符，请删去后重新输入。")
    return None
