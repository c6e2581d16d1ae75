"""A picture's pixels, written anew: a module, and a program that does it in a process of its own.

    python -I pixels.py source folder longest-side [side …]

writes `picture` and a WebP for each side into the folder, and what they are as JSON to its output. It knows
nothing of the site, so that it starts at once, and so that whatever a decoder takes is given back at its end.
"""

import ctypes
import io
import json
import resource
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageOps
from PIL import _webp as _pillow_webp

pillow_heif.register_heif_opener(thumbnails=False)
# Each further thread holds pictures of its own.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1

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
OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90, "optimize": True, "progressive": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 80, "speed": 9},
}
SHOWN_AS: Final[dict[str, Any]] = {"format": "WEBP", "quality": 78, "method": 4}
# What a decoder stumbles over: the picture is not whole.
BROKEN: Final = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, Image.DecompressionBombError)
# What the program may take: the largest pictures take 340 MB and, on a slow machine, 20 s.
MOST_BYTES: Final = 2 * 1024**3
MOST_SECONDS: Final = 60
IS_BROKEN: Final = 3


@dataclass(frozen=True)
class Rewritten:
    """A picture as it may be stored.

    Attributes:
        found: the format that it came in, as Pillow calls it.
        data: its bytes.
        size: its width and height.
        sizes: the same as WebP, for each longest side that was asked for.
    """

    found: str
    data: bytes
    size: tuple[int, int]
    sizes: dict[int, bytes]


def rewritten(source: IO[bytes], longest: int, sides: Sequence[int] = ()) -> Rewritten:
    """Return the picture upright, in sRGB, without anything but its pixels.

    Args:
        source: the file, read from its beginning.
        longest: the longest side that it may have, in pixels.
        sides: longest sides in which it is wanted as WebP, from large to small.

    Raises:
        One of `BROKEN`: it is not whole.
    """
    source.seek(0)
    with Image.open(source, formats=OPENED) as picture:
        found = picture.format or ""
        decode = {"WEBP": _webp, "AVIF": _avif}.get(found)
        shown = decode(source, picture) if decode else None
        pixels = _pixels_of(picture if shown is None else shown, longest)
    format_name = WRITTEN_AS[found][0]
    if format_name == "JPEG":
        pixels = pixels.convert("RGB")
    pixels.info = {}
    data = _saved(pixels, format=format_name, **OPTIONS[format_name])
    size = pixels.size
    sizes = {}
    # Each is made from the one before.
    for side in sides:
        pixels.thumbnail((side, side))
        sizes[side] = _saved(pixels, **SHOWN_AS)
    return Rewritten(found, data, size, sizes)


def _webp(source: IO[bytes], picture: Image.Image) -> Image.Image | None:
    """Return a still WebP decoded into the one place where it is needed; nothing where that can't be done.

    Pillow (13) decodes each as if it moved and holds it four times: 320 MB where 80 do.
    """
    library = ctypes.CDLL(_pillow_webp.__file__)
    decode = getattr(library, "WebPDecodeRGBAInto", None)
    if decode is None:
        return None
    decode.restype = ctypes.c_void_p
    decode.argtypes = (ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    width, height = picture.size
    source.seek(0)
    data, pixels = source.read(), bytearray(width * height * 4)
    place = ctypes.addressof((ctypes.c_char * len(pixels)).from_buffer(pixels))
    if not decode(data, len(data), place, len(pixels), width * 4):
        return None
    mode = "RGBA" if picture.mode == "RGBA" else "RGBX"
    shown = Image.frombuffer(mode, picture.size, pixels, "raw", mode, 0, 1)
    shown.info = picture.info
    return shown


def _avif(_source: IO[bytes], picture: Image.Image) -> Image.Image | None:
    """Return a still AVIF without what its decoder holds; nothing where that can't be done.

    Pillow keeps the decoder and the pixels as it handed them out beside the picture: 50 MB more.
    """
    decoder = getattr(picture, "_decoder", None)
    if decoder is None or not hasattr(decoder, "get_frame"):
        return None
    data = decoder.get_frame(0)[0]
    picture._decoder = decoder = None  # type: ignore[attr-defined]
    shown = Image.frombytes(picture.mode, picture.size, data)
    shown.info = picture.info
    return shown


def _saved(pixels: Image.Image, **options: Any) -> bytes:
    target = io.BytesIO()
    pixels.save(target, **options)
    return target.getvalue()


def _pixels_of(picture: Image.Image, side: int) -> Image.Image:
    """Return the pixels alone, in a mode that every format can write."""
    profile = picture.info.get("icc_profile")
    if max(picture.size) > side:
        # Only a JPEG can: it is decoded at a half, a quarter or an eighth, never smaller than asked for.
        picture.draft(None, _within(picture.size, side))
    picture.load()
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    shown = picture
    if picture.mode.startswith("I"):
        # A scanner's grey of 16 bits, which Pillow would cut off at 255: all white.
        shown = picture.convert("I").point(lambda shade: shade * (1 / 257) + 0.5).convert("L")
    elif picture.mode not in ("RGB", "RGBA", "RGBX", "CMYK", "L"):
        shown = picture.convert("RGBA" if has_alpha else "RGB")
        shown.info = picture.info
    if max(shown.size) > side:
        shown.thumbnail((side, side), reducing_gap=2.0)
    try:
        upright = ImageOps.exif_transpose(shown)
    except (*BROKEN, struct.error, TypeError, LookupError):
        upright = shown  # which way it was held stands among tags that nobody can read
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


def main(source: str, folder: str, longest: str, *sides: str) -> int:
    """Do what the module's first lines say; return `IS_BROKEN` where the picture is not whole."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        with Path(source).open("rb") as file:
            made = rewritten(file, int(longest), [int(side) for side in sides])
    except (*BROKEN, MemoryError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return IS_BROKEN
    target = Path(folder)
    target.joinpath("picture").write_bytes(made.data)
    for side, data in made.sizes.items():
        target.joinpath(str(side)).write_bytes(data)
    sys.stdout.write(json.dumps({"found": made.found, "size": made.size}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
