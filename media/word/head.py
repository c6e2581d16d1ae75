"""What stands above the text of a document: letterhead, number, title (GB/T 9704-2012, 7.2 and 7.3.1)."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from media.word import outline
from media.word.blocks import WordRefused

# Words of 18 points and more, where the text has 16, are a title that nobody gave a style.
LARGE: Final = 18.0
LONGEST_OFFICE: Final = 30
_PAPER: Final = "文件"
_SPACED: Final = re.compile(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+")
_SECRET: Final = re.compile(r"(?:绝密|机密|秘密)(?:★.{0,8})?")
_COPY_OR_URGENCY: Final = re.compile(r"\d{6}|特急|加急|特提|平急")


def _closed_up(text: str) -> str:
    """Return a line without the spaces between single signs: “通　　知”."""
    return "".join(text.split()) if _SPACED.fullmatch(text) else text


class Head:
    """Takes the lines of a document from the first on, until one belongs to the text.

    Attributes:
        is_open: whether the next line may still belong to the head.
    """

    def __init__(self) -> None:
        self.is_open = True
        self._title = ""
        # What was taken for the title before a document's number: a letterhead, if a title follows.
        self._before = ""

    @property
    def title(self) -> str:
        """What the document is called; "" where nothing says so."""
        return self._title or self._before

    @property
    def letterhead(self) -> str:
        """The line above the number that only says whose paper it is; "" where there is none."""
        return self._before if self._title else ""

    def takes(self, text: str, *, style: str, is_centred: bool, size: float) -> bool:
        """Return whether a line is (a part of) the title and so belongs to no text.

        Args:
            text: the line, without its marks of notes.
            style: what its style is called.
            is_centred: whether it stands in the middle.
            size: of its smallest letters, in points; 0 where that is not said.

        Raises:
            WordRefused: the paper is marked as a secret.
        """
        if not self.is_open or not text:
            return False
        if _SECRET.fullmatch(text):
            raise WordRefused(
                _("文件标有密级“%(mark)s”，不能上网公开。已经解密的，请删去密级标志再试。") % {"mark": text}
            )
        if outline.is_document_number(text):
            if self._title:
                self._before, self._title = self._title, ""
            return False
        if _COPY_OR_URGENCY.fullmatch(text) or (self._before and outline.is_issuer_and_day(text)):
            return False
        if not self._is_title(text, style, is_centred, size):
            self.is_open = False
            return False
        self._title = (self._title + _closed_up(text)).replace("\n", "")
        return True

    def takes_letterhead(self, cells: Iterable[str]) -> bool:
        """Return whether a table only sets out whose paper it is: offices beside one 文件."""
        words = [text for text in dict.fromkeys("".join(cell.split()) for cell in cells) if text]
        offices = [text for text in words if text != _PAPER]
        is_one = 0 < len(offices) < len(words) and all(len(text) <= LONGEST_OFFICE for text in offices)
        if not self.is_open or self._title or self._before or not is_one:
            return False
        self._before = "、".join(offices) + _PAPER
        return True

    def _is_title(self, text: str, style: str, is_centred: bool, size: float) -> bool:
        is_large = size >= LARGE and not text.endswith(("：", ":"))
        is_numbered = outline.without_number(text) != text.strip()
        is_first_heading = outline.style_level(style) == 1 and not self._title and not is_numbered
        looks_so = outline.is_title_style(style) or is_centred or is_large or is_first_heading
        fits = len(self._title + text) <= outline.LONGEST_TITLE
        return looks_so and outline.may_be_title(text) and fits
