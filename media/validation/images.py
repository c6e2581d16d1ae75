"""Pictures: which are taken, and what is taken out of them before the first byte is stored.

A phone writes the place of the shot into the file, and Wagtail would hand it on with every size (measured
on 8.0). So the picture is decoded, turned upright and written anew: nothing but the pixels survives, nor
anything that was hidden behind them.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import PurePath
from typing import IO, Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from design.text import without_unseen
from media.validation.pixels import OPENED, WRITTEN_AS, Rewritten
from media.validation.rewriting import rewrite
from media.validation.turns import decoding
from media.validation.weight import weigh

# What such files are called. Which of them it is, the content says: phones and chat programs mix them up.
EXTENSIONS: Final = ("jpg", "jpeg", "jfif", "png", "webp", "gif", "avif", "heic", "heif")
PDF_HEAD: Final = 1024
_LONGEST_SUFFIX: Final = 20
# Whose decoders are those of films, large and young: never in a process that answers readers. Their headers
# may promise less than what is decoded.
APART: Final = frozenset({"HEIF", "AVIF"})

MOST_SCANS: Final = 64
# A progressive JPEG is decoded whole whatever size is wanted, at two bytes for each sample: 50 million pixels
# with colours at half the size, as cameras write, take 150 MB.
MOST_PROGRESSIVE: Final = 160_000_000
# A mark in a JPEG: no stuffed byte, no filling, none of those that stand for themselves among the data.
_MARK: Final = re.compile(rb"\xff[\x02-\xcf\xd8-\xfe]")
_SCAN: Final = 0xDA
_BEGIN_AND_END: Final = (0xD8, 0xD9)

IS_EMPTY = _("图片文件是空的（0字节），请重新选择。")
TOO_MANY_BYTES = _("图片太大（%(size)s MB），不能超过%(most)d MB。请先在手机或电脑上压缩再上传。")
TOO_MANY_PIXELS = _(
    "图片尺寸太大（%(pixels)s 万像素），%(format)s 图片不能超过 %(limit)s 万像素。请先缩小再上传。"
)
FAR_TOO_MANY_PIXELS = _("图片尺寸太大（超过1亿像素），不能上传。请先缩小再上传。")
NOT_A_PICTURE = _("这个文件不是可用的图片。请上传 JPG、PNG、WebP、GIF、AVIF 或 HEIC 图片。")
NOT_A_PICTURE_S_NAME = _(
    "文件名的结尾“%(suffix)s”不是图片的。请上传 JPG、PNG、WebP、GIF、AVIF 或 HEIC 图片。"
)
IS_SVG = _("这是 SVG 矢量图，里面可以带程序，不能上传。请先导出成 PNG。")
HAS_MORE = _("这张图片里还藏着别的文件（压缩包或 PDF），不能上传。请用原图。")
HAS_TOO_MANY_SCANS = _("这张 JPG 图片的编码异常（扫描层数太多），不能上传。请用看图软件打开后另存再传。")
IS_PROGRESSIVE = _(
    "这张 JPG 图片很大，又是“渐进式”的，处理不了。请先缩小，或另存为普通（非渐进式）的 JPG 再上传。"
)
IS_ANIMATED = _("这是动图。网站只用静态图片，请换一张。")


class CleanImageFile(SimpleUploadedFile):
    """A picture that has been through `clean_image`.

    Attributes:
        size_in_pixels: its width and height, where `clean_image` has just made it.
        sizes: the same as WebP, for each longest side that was asked for.
    """

    size_in_pixels: tuple[int, int] = (0, 0)
    sizes: dict[int, bytes]


def is_picture_name(name: str) -> bool:
    """Return whether a file of that name ought to be a picture."""
    return PurePath(name).suffix.lower().lstrip(".") in EXTENSIONS


def clean_image(upload: IO[bytes], name: str = "", sides: Sequence[int] = ()) -> CleanImageFile:
    """Return the picture in `upload`, upright, without any metadata, no larger than pages need it, under a
    name that nobody can guess.

    What the header says is judged before anything is decoded; decoding waits for its turn.

    Args:
        upload: the file; it is read from its beginning.
        name: what it is called, where it has a name.
        sides: longest sides in pixels in which it is wanted as WebP as well, from large to small.

    Raises:
        ValidationError: not a picture that we take, or too many come at once (`turns.is_busy`); the message
            says what to do.
    """
    _check_outside(upload, name)
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=OPENED)
    except Image.DecompressionBombError:
        raise ValidationError(FAR_TOO_MANY_PIXELS, code="too_many_pixels") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError):
        raise ValidationError(_what_else(upload), code="invalid_image") from None
    with picture:
        _check_header(picture)
        if picture.format in ("JPEG", "MPO"):
            _check_progressive(picture)
            _check_scans(upload)
        size, is_coded = picture.size, picture.format in APART
    with decoding():
        return _file_of(rewrite(upload, size, sides, apart=is_coded))


def _check_outside(upload: IO[bytes], name: str) -> None:
    """Refuse by size, name, and what else the file is."""
    weigh(upload, most=settings.PICTURE_MEGABYTES, is_empty=IS_EMPTY, is_too_large=TOO_MANY_BYTES)
    suffix = PurePath(name).suffix
    if suffix.lower() == ".svg":
        raise ValidationError(IS_SVG, code="not_allowed")
    if name and not is_picture_name(name):
        params = {"suffix": without_unseen(suffix or name)[:_LONGEST_SUFFIX]}
        raise ValidationError(NOT_A_PICTURE_S_NAME, params=params, code="not_allowed")
    head = upload.read(PDF_HEAD)
    if b"%PDF-" in head[8:] or zipfile.is_zipfile(upload):
        raise ValidationError(HAS_MORE if not head.startswith(b"PK") else NOT_A_PICTURE, code="polyglot")


def _what_else(upload: IO[bytes]) -> Any:
    """Return the sentence for a file that no decoder knows."""
    upload.seek(0)
    return IS_SVG if b"<svg" in upload.read(PDF_HEAD).lower() else NOT_A_PICTURE


def _check_header(picture: Image.Image) -> None:
    """Refuse by what the header says, before anything is decoded."""
    name = WRITTEN_AS[picture.format or ""][0] if picture.format != "HEIF" else "HEIC"
    if picture.width * picture.height > _limit(picture):
        params = {
            "pixels": f"{picture.width * picture.height / 10_000:.0f}",
            "limit": f"{_limit(picture) / 10_000:.0f}",
            "format": name,
        }
        raise ValidationError(TOO_MANY_PIXELS, params=params, code="too_many_pixels")
    # Of a phone's picture the first one is meant, whatever lies behind it.
    if picture.format not in ("JPEG", "MPO", "HEIF") and getattr(picture, "is_animated", False):
        raise ValidationError(IS_ANIMATED, code="animated")


def _check_progressive(picture: Any) -> None:
    if not picture.info.get("progressive"):
        return
    areas = [wide * high for _name, wide, high, _table in picture.layer]
    widest = max((wide for _name, wide, _high, _table in picture.layer), default=1)
    highest = max((high for _name, _wide, high, _table in picture.layer), default=1)
    samples = picture.width * picture.height * sum(areas) / max(1, widest * highest)
    if 2 * samples > MOST_PROGRESSIVE:
        raise ValidationError(IS_PROGRESSIVE, code="too_many_pixels")


def _check_scans(upload: IO[bytes]) -> None:
    """Refuse a JPEG that describes its picture over and over: a scan of few bytes takes as long to decode as
    the whole picture. Cameras write ten.
    """
    with _bytes_of(upload) as data:
        if _scans_in(data) > MOST_SCANS:
            raise ValidationError(HAS_TOO_MANY_SCANS, code="too_many_scans")


@contextmanager
def _bytes_of(upload: IO[bytes]) -> Iterator[bytes | mmap]:
    """Give the file's bytes: a large one lies on the disk, and is not taken into memory."""
    try:
        number = upload.fileno()
    except (OSError, AttributeError):
        upload.seek(0)
        yield upload.read()
        return
    with mmap(number, 0, access=ACCESS_READ) as data:
        yield data


def _scans_in(data: bytes | mmap) -> int:
    """Return how often a JPEG describes its picture, or one more than may be."""
    scans, place = 0, 2
    while (mark := _MARK.search(data, place)) is not None:
        place = mark.end()
        kind = mark[0][1]
        if kind in _BEGIN_AND_END:
            continue
        place += int.from_bytes(data[place : place + 2], "big")
        scans += kind == _SCAN
        if scans > MOST_SCANS:
            break
    return scans


def _limit(picture: Image.Image) -> int:
    limits = settings.PICTURE_MILLION_PIXELS
    format_name = picture.format or ""
    key = "JPEG" if format_name == "MPO" else format_name
    return int(limits.get(key, limits[""]) * 1_000_000)


def _file_of(made: Rewritten) -> CleanImageFile:
    _format, extension, content_type = WRITTEN_AS[made.found]
    file = CleanImageFile(f"{uuid4().hex}.{extension}", made.data, content_type)
    file.size_in_pixels, file.sizes = made.size, made.sizes
    return file
