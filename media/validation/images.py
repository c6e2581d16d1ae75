"""Pictures: which are taken, and what is taken out of them before the first byte is stored.

A phone writes the place of the shot into the file, and Wagtail would hand it on with every size (measured
on 8.0). So the picture is decoded, turned upright and written anew: nothing but the pixels survives, nor
anything that was hidden behind them.
"""

import io
import zipfile
from pathlib import PurePath
from typing import IO, Any, Final
from uuid import uuid4

import pillow_heif
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from media.validation.turns import decoding

pillow_heif.register_heif_opener(thumbnails=False)

# Format by content → (format written, extension, type). A still GIF becomes a PNG, which loses nothing; a
# phone's HEIC, which few browsers show, a JPEG.
WRITTEN_AS: Final[dict[str, tuple[str, str, str]]] = {
    "JPEG": ("JPEG", "jpg", "image/jpeg"),
    "MPO": ("JPEG", "jpg", "image/jpeg"),
    "HEIF": ("JPEG", "jpg", "image/jpeg"),
    "PNG": ("PNG", "png", "image/png"),
    "GIF": ("PNG", "png", "image/png"),
    "WEBP": ("WEBP", "webp", "image/webp"),
    "AVIF": ("AVIF", "avif", "image/avif"),
}
# Pillow's JPEG opener recognises what phones call MPO: a JPEG with a small second picture behind.
OPENED: Final = tuple(name for name in WRITTEN_AS if name != "MPO")
# What such files are called. Which of them it is, the content says: phones and chat programs mix them up.
EXTENSIONS: Final = ("jpg", "jpeg", "jfif", "png", "webp", "gif", "avif", "heic", "heif")
OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 80, "speed": 8},
}
PDF_HEAD: Final = 1024

IS_EMPTY = _("图片文件是空的（0字节），请重新选择。")
TOO_MANY_BYTES = _("图片太大（%(size)s MB），不能超过%(most)d MB。请先在手机或电脑上压缩再上传。")
TOO_MANY_PIXELS = _(
    "图片尺寸太大（%(pixels)s 万像素），%(format)s 图片不能超过 %(limit)s 万像素。请先缩小再上传。"
)
NOT_A_PICTURE = _("这个文件不是可用的图片。请上传 JPG、PNG、WebP、GIF、AVIF 或 HEIC 图片。")
NOT_A_PICTURE_S_NAME = _(
    "文件名的结尾“%(suffix)s”不是图片的。请上传 JPG、PNG、WebP、GIF、AVIF 或 HEIC 图片。"
)
IS_SVG = _("这是 SVG 矢量图，里面可以带程序，不能上传。请先导出成 PNG。")
HAS_MORE = _("这张图片里还藏着别的文件（压缩包或 PDF），不能上传。请用原图。")
IS_ANIMATED = _("这是动图。网站只用静态图片，请换一张。")
IS_BROKEN = _("图片文件已损坏或没有传完整，请重新上传。")


class CleanImageFile(SimpleUploadedFile):
    """A picture that has been through `clean_image`."""


def is_picture_name(name: str) -> bool:
    """Return whether a file of that name ought to be a picture."""
    return PurePath(name).suffix.lower().lstrip(".") in EXTENSIONS


def clean_image(upload: IO[bytes], name: str = "") -> CleanImageFile:
    """Return the picture in `upload`, upright, without any metadata, no larger than pages need it, under a
    name that nobody can guess.

    What the header says is judged before anything is decoded; decoding waits for its turn.

    Args:
        upload: the file; it is read from its beginning.
        name: what it is called, where it has a name.

    Raises:
        ValidationError: not a picture that we take; the message says what to do.
    """
    _check_outside(upload, name)
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=OPENED)
    except Image.DecompressionBombError:
        raise _too_many_pixels(None, "") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError):
        raise ValidationError(_what_else(upload), code="invalid_image") from None
    with picture:
        _check_header(picture)
        with decoding():
            try:
                return _written(_pixels_of(picture), picture.format or "")
            except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, Image.DecompressionBombError):
                raise ValidationError(IS_BROKEN, code="invalid_image") from None


def _check_outside(upload: IO[bytes], name: str) -> None:
    """Refuse by size, name, and what else the file is."""
    upload.seek(0, io.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    if size == 0:
        raise ValidationError(IS_EMPTY, code="empty")
    most = settings.PICTURE_MEGABYTES
    if size > most * 1024 * 1024:
        params = {"size": f"{size / 1024 / 1024:.1f}", "most": most}
        raise ValidationError(TOO_MANY_BYTES, params=params, code="too_large")
    suffix = PurePath(name).suffix
    if suffix.lower() == ".svg":
        raise ValidationError(IS_SVG, code="not_allowed")
    if name and not is_picture_name(name):
        raise ValidationError(NOT_A_PICTURE_S_NAME, params={"suffix": suffix or name}, code="not_allowed")
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
        raise _too_many_pixels(picture, name)
    # Of a phone's picture the first one is meant, whatever lies behind it.
    if picture.format not in ("JPEG", "MPO", "HEIF") and getattr(picture, "is_animated", False):
        raise ValidationError(IS_ANIMATED, code="animated")


def _limit(picture: Image.Image | None) -> int:
    limits = settings.PICTURE_MILLION_PIXELS
    format_name = (picture.format or "") if picture is not None else ""
    key = "JPEG" if format_name == "MPO" else format_name
    return int(limits.get(key, limits[""]) * 1_000_000)


def _too_many_pixels(picture: Image.Image | None, name: str) -> ValidationError:
    pixels = f"{picture.width * picture.height / 10_000:.0f}" if picture is not None else str(_("过亿"))
    params = {"pixels": pixels, "limit": f"{_limit(picture) / 10_000:.0f}", "format": name}
    return ValidationError(TOO_MANY_PIXELS, params=params, code="too_many_pixels")


def _pixels_of(picture: Image.Image) -> Image.Image:
    """Return the picture's pixels alone: upright, in sRGB, in a mode that every format can write."""
    side = settings.PICTURE_LONGEST_SIDE
    profile = picture.info.get("icc_profile")
    if max(picture.size) > side:
        # Only a JPEG can: it is decoded at a half, a quarter or an eighth, never smaller than asked for.
        picture.draft(None, _within(picture.size, side))
    picture.load()
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    shown = picture
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        shown = picture.convert("RGBA" if has_alpha else "RGB")
        shown.info = picture.info
    if max(shown.size) > side:
        shown.thumbnail((side, side), reducing_gap=2.0)
    upright = ImageOps.exif_transpose(shown)
    if profile:
        upright = _in_srgb(upright, profile)
    return upright.convert("RGBA" if has_alpha else "RGB")


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = side / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile shifts colours a little, no more
    return converted or picture


def _written(pixels: Image.Image, found: str) -> CleanImageFile:
    format_name, extension, content_type = WRITTEN_AS[found]
    if format_name == "JPEG":
        pixels = pixels.convert("RGB")
    pixels.info = {}
    target = io.BytesIO()
    pixels.save(target, format=format_name, **OPTIONS[format_name])
    return CleanImageFile(f"{uuid4().hex}.{extension}", target.getvalue(), content_type)
