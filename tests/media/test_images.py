"""Pictures are judged by content and stored without metadata."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from media.forms import ImageForm
from media.models import Image
from media.validation import images
from media.validation.images import clean_image

GPS = 34853
ORIENTATION = 274
MAKER = 271


def picture(format_name="JPEG", size=(60, 40), exif=None, mode="RGB", **options):
    target = io.BytesIO()
    image = Pillow.new(mode, size, "teal" if mode == "RGB" else None)
    if exif:
        options["exif"] = exif
    image.save(target, format=format_name, **options)
    return target.getvalue()


def with_position(orientation=6):
    exif = Pillow.Exif()
    exif[MAKER] = "SecretPhone 9"
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (32.0, 1.0, 12.5), 3: "E", 4: (118.0, 47.0, 3.5)}
    return exif


def upload(content, name="a.jpg"):
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_and_camera_are_gone_and_the_picture_stands_upright(format_name):
    content = picture(format_name, exif=with_position())
    assert b"SecretPhone" in content
    clean = clean_image(upload(content))
    found = Pillow.open(clean)
    assert b"SecretPhone" not in clean.read()
    assert not found.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & found.info.keys()
    # AVIF carries the turn in its own box, which the decoder has applied already.
    assert found.size == (40, 60)


@pytest.mark.django_db
def test_no_byte_of_the_original_is_ever_stored(settings):
    image = Image(title="秦淮河", file=upload(picture(exif=with_position()), "IMG_20261123.jpg"))
    image.save()
    stored = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert stored
    assert not any(b"SecretPhone" in path.read_bytes() for path in stored)
    assert (image.width, image.height) == (40, 60)
    assert "IMG_2026" not in image.file.name
    assert image.file_size == image.file.size


@pytest.mark.django_db
def test_renditions_are_webp_and_carry_nothing():
    image = Image(title="秦淮河", file=upload(picture(size=(800, 600), exif=with_position(1))))
    image.save()
    rendition = image.get_rendition("width-320")
    assert rendition.file.name.startswith("images/")
    assert rendition.file.name.endswith(".webp")
    with rendition.file.open() as stored:
        assert not Pillow.open(stored).getexif()


def test_comments_and_texts_inside_are_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "SecretPhone")
    clean = clean_image(upload(picture("PNG", pnginfo=info)))
    assert b"SecretPhone" not in clean.read()
    clean = clean_image(upload(picture("JPEG", comment=b"SecretPhone")))
    assert b"SecretPhone" not in clean.read()


def test_a_still_gif_becomes_a_png_and_keeps_its_transparency():
    target = io.BytesIO()
    still = Pillow.new("P", (20, 20), 1)
    still.info["transparency"] = 1
    still.save(target, format="GIF", transparency=1)
    clean = clean_image(upload(target.getvalue(), "a.gif"))
    assert clean.name.endswith(".png")
    assert Pillow.open(clean).mode == "RGBA"


@pytest.mark.parametrize("format_name", ["GIF", "WEBP", "PNG"])
def test_moving_pictures_are_refused(format_name):
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, format=format_name, save_all=True, append_images=frames[1:], duration=100)
    with pytest.raises(ValidationError, match="动图"):
        clean_image(upload(target.getvalue()))


def test_the_name_says_nothing_about_the_content():
    assert clean_image(upload(picture("PNG"), "照片.jpg")).name.endswith(".png")
    assert clean_image(upload(picture("JPEG"), "x.exe")).name.endswith(".jpg")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        b"GIF89a" + b"\x00" * 4,
        b"II*\x00" + b"\x00" * 60,
        b"MZ" + b"\x00" * 100,
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError) as refusal:
        clean_image(upload(content))
    assert refusal.value.messages[0].endswith("。")


def test_broken_pictures_are_refused():
    content = picture("JPEG", size=(400, 400))
    with pytest.raises(ValidationError):
        clean_image(upload(content[: len(content) // 2]))


def test_an_iphones_heic_is_told_what_to_do():
    with pytest.raises(ValidationError, match="HEIC"):
        clean_image(upload(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40))


def test_limits_are_read_from_the_header_before_decoding(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    monkeypatch.setattr(images, "MAX_JPEG_PIXELS", 4000)
    with pytest.raises(ValidationError, match="万像素"):
        clean_image(upload(picture("PNG", size=(60, 40))))
    with pytest.raises(ValidationError, match="万像素"):
        clean_image(upload(picture("JPEG", size=(100, 60))))
    # A large JPEG is decoded at half size.
    assert Pillow.open(clean_image(upload(picture("JPEG", size=(60, 40))))).size == (30, 20)


def test_a_bomb_is_refused_without_being_decoded():
    with pytest.raises(ValidationError, match="像素"):
        clean_image(upload(picture("PNG", size=(14000, 14000), mode="1")))


def test_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_BYTES", 100)
    with pytest.raises(ValidationError, match="15 MB"):
        clean_image(upload(picture()))


def test_other_colour_modes_are_taken():
    for mode in ("L", "CMYK", "1", "P", "RGBA", "LA", "I;16"):
        format_name = "JPEG" if mode == "CMYK" else "PNG"
        clean = clean_image(upload(picture(format_name, mode=mode)))
        assert Pillow.open(clean).mode in ("RGB", "RGBA")


@pytest.mark.django_db
def test_the_form_wants_an_alternative_text_in_chinese():
    from wagtail.images.forms import get_image_form

    form_class = get_image_form(Image)
    assert issubclass(form_class, ImageForm)
    form = form_class({"title": "图"}, {"file": upload(picture())})
    assert not form.is_valid()
    assert "替代文字" in str(form.errors["description"])
    assert "file" not in form.errors
    assert "tags" not in form.fields
