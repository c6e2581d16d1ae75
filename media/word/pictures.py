"""The pictures of a document: through the same gate as all others, with what a person said of them."""

import io
import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from design.text import without_unseen
from media.validation.images import CleanImageFile, clean_image
from media.word.judging import DAMAGE

LONGEST_ALTERNATIVE: Final = 200
# The first bytes of pictures that only Windows shows.
_METAFILES: Final = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a")


def clean_picture(picture: Any) -> CleanImageFile:
    """Return a picture of mammoth's as it may be stored.

    Raises:
        ValidationError: it can't be taken; the message says why.
    """
    try:
        with picture.open() as source:
            data = source.read()
    except DAMAGE:
        raise ValidationError(_("图片已损坏。")) from None
    if data.startswith(_METAFILES) or data[40:44] == b" EMF":
        raise ValidationError(_("是 EMF 或 WMF 图形，网页上打不开。请截图后重新插入。"))
    return clean_image(io.BytesIO(data))


def alternative_of(text: str | None) -> str:
    """Return Word's own description of a picture where a person wrote it: no “图片1”, no machine's guess."""
    words = " ".join(without_unseen(text or "").split())
    is_guess = "自动生成" in words or "AI 生成" in words or "AI生成" in words
    is_sentence = re.search(r"[\u4e00-\u9fff]{4}", words) is not None
    return words[:LONGEST_ALTERNATIVE] if is_sentence and not is_guess else ""
