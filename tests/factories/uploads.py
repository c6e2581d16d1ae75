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


def pdf(root: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """Return a PDF of one empty page. `root` and `page` are written into their dictionaries, `more` are
    objects from number 4 on.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]" + page + b">>",
        *more,
    ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj" % number + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    )


PDF = pdf()


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
