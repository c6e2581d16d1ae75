"""Plain text, and tables of it: in an encoding that can be told, and nothing that starts a program."""

from typing import IO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.validation.formulas import check_csv

ENCODING: Final = _(
    "看不出这个文本文件用的是哪种编码，别人打开会是乱码。请用记事本打开，“另存为”时编码选 UTF-8，再上传。"
)
IS_SYLK: Final = _("这个 CSV 文件以“ID;”开头，Excel 会当成可以带程序的旧格式打开。请另存为 xlsx 再上传。")

_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# Files of another kind that are written in letters.
_OTHERS: Final = (b"%PDF-", b"{\\rtf")
_MOST_SIGNS: Final = 32


def check_text_file(content: IO[bytes], _size: int) -> bool:
    """Return whether the content is text.

    Raises:
        ValidationError: it is in an encoding that nobody can tell.
    """
    return _text_of(content.read()) is not None


def check_csv_file(content: IO[bytes], _size: int) -> bool:
    """Return whether the content is a table of text.

    Raises:
        ValidationError: as `check_text_file`; or a table program would start or ask something when it opens
            the table.
    """
    text = _text_of(content.read())
    if text is None:
        return False
    if text.lstrip("\ufeff").startswith("ID;"):
        raise ValidationError(IS_SYLK, code="sylk")
    check_csv(text)
    return True


def _text_of(data: bytes) -> str | None:
    """Return the text; None where it is none."""
    if data.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(_OTHERS):
        return None
    is_wide = data.startswith(_MARKS)
    if not is_wide and b"\x00" in data:
        if _is_wide_without_mark(data):
            raise ValidationError(ENCODING, code="encoding")
        return None
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(ENCODING, code="encoding")


def _is_wide_without_mark(data: bytes) -> bool:
    """Return whether zeros stand in every second place, as in Western letters of two bytes."""
    head = data[: 2 * _MOST_SIGNS]
    halves = (head[::2], head[1::2])
    return any(half.count(0) > len(half) // 2 for half in halves) and not all(0 in half for half in halves)
