"""What mammoth passes over: said, so that nothing is lost in silence of which nobody has thought yet."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

# What mammoth says of an element that it doesn't know; and those of which a reader of the paper sees nothing.
_PASSED_OVER: Final = re.compile(r"unrecognised element was ignored: (\S+)")
_NOT_SEEN: Final = frozenset({"w:permStart", "w:permEnd", "w:proofErr"})


def passed_over(messages: Iterable[Any]) -> Iterator[str]:
    """Give a sentence where `messages` of mammoth's tell of something that a reader of the paper sees."""
    names = [found[1] for one in messages if (found := _PASSED_OVER.search(one.message))]
    if any(name not in _NOT_SEEN for name in names):
        yield _("文件里有少见的内容没有读入，请对照原稿核对一遍。")
