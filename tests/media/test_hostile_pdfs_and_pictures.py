"""PDF files that deceive a parser or call somebody, and pictures that keep a decoder busy."""

import io
import struct

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfWriter

from media.validation import pdf as documents
from media.validation.images import MOST_SCANS, clean_image
from tests.factories.uploads import PDF, pdf, picture
from tests.media.conftest import files_under

MEGABYTE = 1024 * 1024


def with_password():
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("a", "b", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def pages_of_pages(levels, width):
    """A PDF of a few lines with `width` to the power of `levels` pages."""
    kids = [b" ".join([b"%d 0 R" % (number + 3)] * width) for number in range(levels)]
    nodes = [b"<</Type/Pages/Kids[%s]/Count %d>>" % (kid, width**9) for kid in kids]
    content = pdf(b"", b"", *nodes[1:], b"<</Type/Page/MediaBox[0 0 9 9]>>")
    return content.replace(b"Kids[3 0 R]", b"Kids[4 0 R 4 0 R]")


def promising(rows):
    """A PDF whose directory promises two thousand million objects in rows of that many bytes."""
    return (
        b"%%PDF-1.5\n1 0 obj<</Type/XRef/Size 2147483647/Root 2 0 R/W[%d 0 0]/Index[0 2000000000]"
        b"/Length 6>>stream\n\1\0\0\0\0\0\nendstream endobj\nstartxref\n9\n%%%%EOF\n" % rows
    )


def jpeg_of_scans(count):
    """A JPEG that describes the same pixels over and over."""
    content = picture(size=(64, 64), progressive=True)
    return content[:-2] + content[content.rfind(b"\xff\xda") : -2] * count + b"\xff\xd9"


def gif_of(count):
    content = picture("GIF", size=(8, 8))
    return content[:-1] + content[content.find(b"\x2c") : -1] * count + b"\x3b"


def of_twelve_bits():
    content = picture()
    place = content.find(b"\xff\xc0") + 4
    return content[:place] + b"\x0c" + content[place + 1 :]


def lossless_webp(width, height):
    body = b"\x2f" + struct.pack("<I", (width - 1) | ((height - 1) << 14)) + b"\x00" * 50
    return b"RIFF" + struct.pack("<I", len(body) + 12) + b"WEBPVP8L" + struct.pack("<I", len(body)) + body


ELSEWHERE = b"<</S/GoToR/F(\\\\\\\\x\\\\y)/D[0/Fit]>>"
ACTIVE, CALLS, BROKEN = "自动运行", "一打开就会连到", "损坏"
HOSTILE = {
    "a page of the web at the beginning": ("a.pdf", pdf(b"/OpenAction<</S/URI/URI(http://x)>>"), CALLS),
    "a share in the network at the beginning": ("a.pdf", pdf(b"/OpenAction " + ELSEWHERE), CALLS),
    "the same after another step": (
        "a.pdf",
        pdf(b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[4 0 R]>>", b"", ELSEWHERE),
        CALLS,
    ),
    "a share in the network on a page": ("a.pdf", pdf(b"", b"/AA<</O " + ELSEWHERE + b">>"), CALLS),
    "bytes that lie elsewhere": (
        "a.pdf",
        pdf(b"", b"", b"<</Length 0/F<</FS/URL/F(http://x/y)>>>>stream\nendstream"),
        CALLS,
    ),
    "a form that sends itself": ("a.pdf", pdf(b"", b"", b"<</A<</S/SubmitForm/F(http://x)>>>>"), ACTIVE),
    "a comment within a name": ("a.pdf", pdf(b"/OpenAction<</S%x\n/JavaScript/JS%y\n(1)>>"), ACTIVE),
    "a script that the directory doesn't name": (
        "a.pdf",
        pdf(b"", b"", b"<</S /JavaScript/JS(1)>>").replace(b" 00000 n \ntrailer", b" 00009 f \ntrailer"),
        ACTIVE,
    ),
    "a program that only the tree names": (
        "a.pdf",
        pdf(b"/Names<</EmbeddedFiles<</Names[(run.exe)<</EF<</F 4 0 R>>>>]>>>>", b"", b"<</Length 0>>"),
        r"夹着程序（run\.exe）",
    ),
    "a password": ("a.pdf", with_password(), "取消密码"),
    "more pages than atoms": ("a.pdf", pages_of_pages(30, 2), BROKEN),
    "a directory of two thousand million": ("a.pdf", promising(1), BROKEN),
    "the same in rows of nothing": ("a.pdf", promising(0), BROKEN),
    "brackets without an end": ("a.pdf", pdf(b"/JS 4 0 R", b"", b"<" * 500_000), f"{BROKEN}|{ACTIVE}"),
    "a jpeg of many scans": ("a.jpg", jpeg_of_scans(MOST_SCANS), "扫描层数太多"),
    "a jpeg of many scans behind a false length": (
        "a.jpg",
        jpeg_of_scans(3000)
        .replace(b"\xff\xda", b"\xff\x01\xff\xff\xda")
        .replace(b"\xff\x01\xff\xff\xda", b"\xff\xda", 1),
        "扫描层数太多",
    ),
    "a progressive jpeg that takes 161 MB": (
        "a.jpg",
        picture(size=(80, 50), progressive=True, subsampling=0).replace(
            struct.pack(">HH", 50, 80), struct.pack(">HH", 4500, 6000)
        ),
        "渐进式",
    ),
    "a gif of a hundred thousand": ("a.gif", lambda: gif_of(100_000), "动图"),
    "a jpeg of twelve bits": ("a.jpg", of_twelve_bits(), "不是可用的图片"),
    "a webp of 268 million pixels": ("a.webp", lossless_webp(16383, 16383), "超过1亿像素"),
    "an avif of 20,004,000 pixels": ("a.avif", lambda: picture("AVIF", size=(5001, 4000), speed=10), "AVIF"),
    "a bitmap called png": ("a.png", picture("BMP"), "不是可用的图片"),
    "a program of letters called gif": ("a.gif", b"GIF89a/*" + b"\x00" * 20 + b"*/=alert(1)", "图片"),
    "a print file called jpg": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "图片"),
    "noise called heic": ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\x07" * 999, "图片"),
    "noise called avif": ("a.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\x07" * 999, "图片"),
}


def test_files_that_deceive_a_parser_are_refused_and_nothing_stays(refuse_each):
    refuse_each(HOSTILE)


def test_a_document_of_more_than_a_megabyte_is_parsed_in_a_process_of_its_own(gate, tmp_path, monkeypatch):
    large = PDF.replace(b"startxref", b"%" + b"x" * MEGABYTE + b"\nstartxref")
    assert gate("a.pdf", large).size == len(large)
    bad = large.replace(b"/MediaBox", b"/AA<</O<</S/JavaScript/JS(1)>>>>/MediaBox")
    before = files_under(tmp_path)
    with pytest.raises(ValidationError, match=ACTIVE):
        gate("a.pdf", bad)
    monkeypatch.setattr(documents, "_SECONDS", 0.01)
    with pytest.raises(ValidationError, match="太零碎"):
        gate("a.pdf", large)
    assert files_under(tmp_path) == before


def test_scans_of_a_camera_are_not_too_many():
    two = picture(size=(600, 400), progressive=True) + picture(size=(90, 60), progressive=True)
    assert clean_image(io.BytesIO(two), "a.jpg").size_in_pixels == (600, 400)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("=?utf-8?Q?a=2Eexe?=.pdf", "=utf-8Qa=2Eexe=.pdf"),
        ("名\x00单.pdf", "名单.pdf"),
        ("a\u061c\u2028\u2066b\U000e0041.PDF", "ab.pdf"),
        ("x" * 5000 + ".pdf", "x" * 80 + ".pdf"),
        ("\u202e.pdf", "file.pdf"),
        ("..pdf", "file.pdf"),
        ("\udcff.pdf", "file.pdf"),
    ],
)
def test_no_name_does_harm(gate, given, kept):
    assert gate(given, PDF).name == kept


def test_a_name_that_is_refused_is_said_without_what_hides_in_it(db, now):
    with pytest.raises(ValidationError) as refused:
        clean_image(io.BytesIO(picture()), "a.\u202egnp" + "x" * 500)
    assert "\u202e" not in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 100
