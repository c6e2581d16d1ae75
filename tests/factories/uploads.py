"""Files as people send them: pictures of every format, documents of every kind."""

import io
import zipfile

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

pillow_heif.register_heif_opener()

GPS = 34853
ORIENTATION = 274
MAKER = 271
CAMERA = "SecretPhone 9"

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def upload(content: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    """Return `content` as a form brings it."""
    return SimpleUploadedFile(name, content)


def picture(format_name="JPEG", size=(60, 40), exif=None, mode="RGB", **options) -> bytes:
    """Return a picture of one colour."""
    target = io.BytesIO()
    image = Image.new(mode, size, "teal" if mode == "RGB" else None)
    if exif:
        # As bytes: the writer of HEIC turns the picture by what it reads there, as phones do.
        options["exif"] = exif.tobytes()
    image.save(target, format=format_name, **options)
    return target.getvalue()


def with_position(orientation=6) -> Image.Exif:
    """Return what a phone writes beside the pixels: who made it, how it was held, where it was."""
    exif = Image.Exif()
    exif[MAKER] = CAMERA
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (32.0, 1.0, 12.5), 3: "E", 4: (118.0, 47.0, 3.5)}
    return exif


def archive(**entries) -> bytes:
    """Return a zip file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return target.getvalue()


def office(folder: str, **more) -> bytes:
    """Return the shell of a docx (`word`), xlsx (`xl`) or pptx (`ppt`)."""
    return archive(**{"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<x/>", **more})
