"""Pictures: which are taken, and what is taken out of them before the first byte is stored.

A phone writes the place of the shot into the file, and Wagtail would hand it on with every size (measured
on 8.0). So the
picture is decoded, turned upright and written anew: nothing but the pixels survives.
"""

import io
from typing import IO, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 15 * 1024 * 1024
# A JPEG is decoded at half size when it is large (about 112 MB for 50 megapixels); other formats can't (4
# bytes a pixel).
MAX_JPEG_PIXELS = 50_000_000
MAX_PIXELS = 20_000_000

# Format by content → (format written, extension, type). A still GIF becomes a PNG, which loses nothing.
WRITTEN_AS: dict[str, tuple[str, str, str]] = {
    "JPEG": ("JPEG", "jpg", "image/jpeg"),
    "MPO": ("JPEG", "jpg", "image/jpeg"),
    "PNG": ("PNG", "png", "image/png"),
    "GIF": ("PNG", "png", "image/png"),
    "WEBP": ("WEBP", "webp", "image/webp"),
    "AVIF": ("AVIF", "avif", "image/avif"),
}
# Pillow's JPEG opener recognises what phones call MPO: a JPEG with a small second picture behind.
OPENED = tuple(name for name in WRITTEN_AS if name != "MPO")
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 80, "speed": 8},
}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

TOO_MANY_BYTES = _("图片太大（%(size)s MB），不能超过15 MB。请先在手机或电脑上压缩再上传。")
TOO_MANY_PIXELS = _(
    "图片尺寸太大（%(pixels)s 万像素），%(format)s 图片不能超过 %(limit)s 万像素。请先缩小再上传。"
)
NOT_A_PICTURE = _("这个文件不是可用的图片。请上传 JPG、PNG、WebP、GIF 或 AVIF 图片。")
IS_HEIC = _(
    "这是苹果手机的 HEIC 照片，网页上打不开。请在手机“设置—相机—格式”里选“兼容性最佳”，或先转成 JPG 再上传。"
)
IS_ANIMATED = _("这是动图。网站只用静态图片，请换一张。")
IS_BROKEN = _("图片文件已损坏或没有传完整，请重新上传。")


class CleanImageFile(SimpleUploadedFile):
    """A picture that has been through `clean_image`."""


def clean_image(upload: IO[bytes]) -> CleanImageFile:
    """Return the picture in `upload`, upright and without any metadata, under a name that nobody can guess.

    Args:
        upload: a file with `size` where known; it is read from its beginning.

    Raises:
        ValidationError: not a picture that we take; the message says what to do.
    """
    upload.seek(0, io.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    if size > MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES, params={"size": f"{size / 1024 / 1024:.1f}"}, code="too_large")
    try:
        picture = Image.open(upload, formats=OPENED)
    except Image.DecompressionBombError:
        raise _too_many_pixels(None, MAX_PIXELS, "") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        upload.seek(0)
        is_heic = upload.read(12)[4:12] in {b"ftyp" + brand for brand in HEIC_BRANDS}
        raise ValidationError(IS_HEIC if is_heic else NOT_A_PICTURE, code="invalid_image") from None
    with picture:
        _check(picture)
        try:
            pixels = _pixels_of(picture)
            return _written(pixels, picture.format or "")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise ValidationError(IS_BROKEN, code="invalid_image") from None


def _check(picture: Image.Image) -> None:
    """Refuse by what the header says, before anything is decoded."""
    is_jpeg = picture.format in ("JPEG", "MPO")
    limit = MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS
    pixels = picture.width * picture.height
    if pixels > limit:
        raise _too_many_pixels(pixels, limit, WRITTEN_AS[picture.format or ""][0])
    if not is_jpeg and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError(IS_ANIMATED, code="animated")


def _too_many_pixels(pixels: int | None, limit: int, name: str) -> ValidationError:
    params = {
        "pixels": f"{pixels / 10_000:.0f}" if pixels else str(_("过亿")),
        "limit": f"{limit / 10_000:.0f}",
        "format": name,
    }
    return ValidationError(TOO_MANY_PIXELS, params=params, code="too_many_pixels")


def _pixels_of(picture: Image.Image) -> Image.Image:
    """Return the picture's pixels alone: upright, in sRGB, in a mode that every format can write."""
    if picture.width * picture.height > MAX_PIXELS:
        picture.draft("RGB", (picture.width // 2, picture.height // 2))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    if profile and upright.mode in ("RGB", "RGBA", "CMYK", "L"):
        upright = _in_srgb(upright, profile)
    return upright.convert("RGBA" if has_alpha else "RGB")


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
