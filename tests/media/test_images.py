"""Pictures are judged by content and stored without metadata."""

import io
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow

from media.forms import ImageForm
from media.models import Image
from media.validation.images import clean_image
from tests.factories.uploads import CAMERA, PDF, archive, picture, upload, with_position


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_and_camera_are_gone_and_the_picture_stands_upright(format_name):
    content = picture(format_name, exif=with_position())
    assert CAMERA.encode() in content
    clean = clean_image(upload(content))
    found = Pillow.open(clean)
    assert CAMERA.encode() not in clean.read()
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
    assert not any(CAMERA.encode() in path.read_bytes() for path in stored)
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
    info.add_text("Author", CAMERA)
    clean = clean_image(upload(picture("PNG", pnginfo=info)))
    assert CAMERA.encode() not in clean.read()
    clean = clean_image(upload(picture("JPEG", comment=CAMERA.encode())))
    assert CAMERA.encode() not in clean.read()


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


def test_the_content_says_which_picture_it_is():
    assert clean_image(upload(picture("PNG")), "照片.jpg").name.endswith(".png")
    assert clean_image(upload(picture("JPEG")), "照片.PNG").name.endswith(".jpg")


def test_a_name_that_is_no_pictures_is_refused():
    with pytest.raises(ValidationError, match=r"“\.exe”不是图片的"):
        clean_image(upload(picture("JPEG")), "x.exe")


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


def test_an_iphones_heic_becomes_a_jpeg_that_stands_upright():
    content = picture("HEIF", size=(120, 80), exif=with_position())
    assert content[4:12] == b"ftypheic"
    assert CAMERA.encode() in content
    clean = clean_image(upload(content), "IMG_0001.HEIC")
    data = clean.read()
    found = Pillow.open(io.BytesIO(data))
    assert (found.format, found.size) == ("JPEG", (80, 120))
    assert not found.getexif()
    assert CAMERA.encode() not in data
    assert clean.name.endswith(".jpg")


def test_a_broken_heic_is_refused():
    content = picture("HEIF", size=(400, 400))
    for part in (
        content[: len(content) // 2],
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40,
    ):
        with pytest.raises(ValidationError):
            clean_image(upload(part))


def test_limits_are_read_from_the_header_before_decoding(settings):
    settings.PICTURE_MILLION_PIXELS = {"JPEG": 0.004, "HEIF": 0.004, "": 0.001}
    for format_name, size in (("PNG", (60, 40)), ("JPEG", (100, 60)), ("HEIF", (100, 60))):
        with pytest.raises(ValidationError, match="万像素"):
            clean_image(upload(picture(format_name, size=size)))
    clean_image(upload(picture("JPEG", size=(60, 40))))


def test_what_is_stored_is_no_larger_than_pages_need(settings):
    settings.PICTURE_LONGEST_SIDE = 30
    for format_name in ("JPEG", "PNG", "HEIF"):
        clean = clean_image(upload(picture(format_name, size=(200, 100), exif=with_position())))
        assert Pillow.open(clean).size == (15, 30)


def test_colours_of_another_profile_become_those_of_the_web():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for data in (srgb, profile.tobytes(), b"broken"):
        clean = clean_image(upload(picture("JPEG", icc_profile=data)))
        assert "icc_profile" not in Pillow.open(clean).info


def test_one_picture_is_decoded_at_a_time_and_few_wait(settings):
    from media.validation.turns import decoding, decoding_in_background, is_busy

    settings.PICTURE_PATIENCE = 0
    for waiting in (2, 0):
        settings.PICTURES_WAITING = waiting
        with decoding(), pytest.raises(ValidationError, match="过一分钟") as refusal:
            clean_image(upload(picture()))
        assert is_busy(refusal.value)
    clean_image(upload(picture()))
    with decoding_in_background(), pytest.raises(ValidationError, match="过一分钟"):
        clean_image(upload(picture()))


def test_a_large_picture_is_decoded_in_a_process_of_its_own(monkeypatch):
    from media.validation import rewriting

    monkeypatch.setattr(rewriting, "SMALL", 0)
    exif = with_position()
    for format_name, written in (("JPEG", "JPEG"), ("WEBP", "WEBP"), ("HEIF", "JPEG")):
        clean = clean_image(upload(picture(format_name, size=(800, 600), exif=exif)), sides=(400, 100))
        assert clean.size_in_pixels == (600, 800)
        data = clean.read()
        assert CAMERA.encode() not in data
        assert (Pillow.open(io.BytesIO(data)).format, Pillow.open(io.BytesIO(data)).size) == (
            written,
            (600, 800),
        )
        assert [Pillow.open(io.BytesIO(one)).size for one in clean.sizes.values()] == [(300, 400), (75, 100)]
    content = picture("JPEG", size=(400, 400))
    with pytest.raises(ValidationError, match="没有传完整"):
        clean_image(upload(content[: len(content) // 2]))


def test_what_kills_the_decoder_kills_no_more(monkeypatch):
    from media.validation import rewriting

    monkeypatch.setattr(rewriting, "SMALL", 0)
    monkeypatch.setattr(rewriting, "_SECONDS", 0.01)
    with pytest.raises(ValidationError, match="没有传完整"):
        clean_image(upload(picture()))


def test_a_webp_keeps_its_transparency_and_its_colours():
    still = Pillow.new("RGBA", (60, 40), (10, 120, 200, 0))
    still.paste((200, 30, 30, 255), (0, 0, 30, 40))
    target = io.BytesIO()
    still.save(target, "WEBP", lossless=True, exact=True)
    found = Pillow.open(clean_image(upload(target.getvalue())))
    assert found.mode == "RGBA"
    assert found.getpixel((50, 20))[3] == 0
    red, green, blue, alpha = found.getpixel((10, 20))
    assert red > 180
    assert max(green, blue) < 50
    assert alpha == 255


def test_a_picture_with_an_archive_or_a_pdf_inside_is_refused():
    archived = picture("PNG") + archive(**{"a.class": "x"})
    with pytest.raises(ValidationError, match="藏着别的文件"):
        clean_image(upload(archived))
    with pytest.raises(ValidationError, match="藏着别的文件"):
        clean_image(upload(picture("JPEG", comment=PDF)))


def test_a_bomb_is_refused_without_being_decoded():
    with pytest.raises(ValidationError, match="像素"):
        clean_image(upload(picture("PNG", size=(14000, 14000), mode="1")))


def test_too_many_bytes_are_refused(settings):
    settings.PICTURE_MEGABYTES = 1
    with pytest.raises(ValidationError, match="1 MB"):
        clean_image(upload(picture() + b"\x00" * 1024 * 1024))


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
    assert "同意公开" in str(form.errors["people"])
    assert "file" not in form.errors
    assert "tags" not in form.fields


def test_whoever_waits_for_an_answer_goes_before_the_sizes_that_nobody_waits_for(settings):
    from media.validation.turns import _is_waited_for, decoding, decoding_in_background

    order = []

    def store():
        with decoding():
            order.append("upload")

    def make_sizes():
        for _size in range(3):
            with decoding_in_background():
                order.append("size")
                if len(order) == 1:
                    upload_waits.start()
                    # It has asked, and found the turn taken.
                    while not _is_waited_for():
                        pass

    upload_waits = Thread(target=store)
    make_sizes()
    upload_waits.join()
    assert order == ["size", "upload", "size", "size"]
