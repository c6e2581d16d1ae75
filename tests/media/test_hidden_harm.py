"""What harm hides behind: packed objects, empty passwords, names spelt in numbers, words in pieces, sizes
that lie, packages in packages. Each is refused with a sentence, and nothing stays.
"""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from pypdf import PdfWriter

from tests.factories.uploads import archive, office, pdf, picture
from tests.media.conftest import files_under

pytestmark = pytest.mark.once

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


def packed_pdf(*more, root=b""):
    """A PDF whose catalogue, pages and `more` (from number 5 on) lie in a packed stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    numbers = [1, 2, 3, *range(5, 5 + len(more))]
    body, heads = b"", b""
    for number, content in zip(numbers, [*objects, *more], strict=True):
        heads += b"%d %d " % (number, len(body))
        body += content + b" "
    data = zlib.compress(heads + body)
    written = b"%PDF-1.5\n"
    place = len(written)
    written += (
        b"4 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n"
        % (len(numbers), len(heads), len(data))
        + data
        + b"\nendstream endobj\n"
    )
    table = len(written)
    at = {4: struct.pack(">BIB", 1, place, 0), 5 + len(more): struct.pack(">BIB", 1, table, 0)}
    at |= {number: struct.pack(">BIB", 2, 4, order) for order, number in enumerate(numbers)}
    size = 6 + len(more)
    rows = b"".join(at.get(number, b"\x00" * 6) for number in range(size))
    return (
        written
        + b"%d 0 obj<</Type/XRef/Size %d/Root 1 0 R/W[1 4 1]/Length %d>>stream\n"
        % (size - 1, size, len(rows))
        + rows
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table
    )


def locked_pdf(algorithm):
    """A PDF with a script that everybody can open, since its password is empty."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(b"/OpenAction 4 0 R", b"", SCRIPT)))
    writer.encrypt("", "the owner's", algorithm=algorithm)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def related(attributes, name="word/_rels/document.xml.rels"):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return {name: f'<Relationships><Relationship Id="r1" Type="{kind}/{attributes}/></Relationships>'}


def text(*runs, name="word/document.xml"):
    return {
        name: f"<w:document {W}>{''.join(f'<w:instrText>{run}</w:instrText>' for run in runs)}</w:document>"
    }


def changed(content, mark, place, value):
    """The same archive with two or four bytes in each of its heads replaced."""
    data, start = bytearray(content), -1
    while (start := data.find(mark, start + 1)) >= 0:
        data[start + place : start + place + len(value)] = value
    return bytes(data)


def twice():
    target = io.BytesIO(office("word"))
    with zipfile.ZipFile(target, "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr("word/document.xml", "<other/>")
    return target.getvalue()


def nested(depth):
    inner = office("word")
    for _level in range(depth):
        inner = office("word", **{"word/embeddings/inner.docx": inner})
    return inner


def crowd(count):
    """An archive whose directory names one empty part `count` times, which takes minutes to read."""
    content = office("word")
    end = content.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", content[end + 16 : end + 20])[0]
    row = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *[0] * 6, 0, 0, 0, 1, *[0] * 6) + b"a"
    return (
        content[:start]
        + row * count
        + content[end : end + 12]
        + struct.pack("<II", len(row) * count, start)
        + b"\x00\x00"
    )


def open_document(content):
    head = 'xmlns:x="http://www.w3.org/1999/xlink" xmlns:d="d"'
    return archive(
        mimetype="application/vnd.oasis.opendocument.text",
        **{"content.xml": f"<d:doc {head}>{content}</d:doc>"},
    )


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}">]><x>&b;</x>'
NATIVE = OLE + "\x01Ole10Native".encode("utf-16-le") + b"MZ"
MACROS = OLE + "_VBA_PROJECT".encode("utf-16-le")
EMBEDDED = b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>"
ACTIVE, FALSE, ELSEWHERE = "自动运行", "目录和内容对不上", "外部对象"

HOSTILE = {
    # PDF.
    "a script in packed objects": ("a.pdf", packed_pdf(SCRIPT, root=b"/OpenAction 5 0 R"), ACTIVE),
    "a form that is a program, packed": ("a.pdf", packed_pdf(root=b"/AcroForm<</XFA(x)>>"), ACTIVE),
    "a script behind an empty password": ("a.pdf", locked_pdf("RC4-128"), ACTIVE),
    "a script behind a better empty password": ("a.pdf", locked_pdf("AES-256"), ACTIVE),
    "a script spelt in numbers": ("a.pdf", pdf(b"/OpenAction<</S/J#61vaScript/J#53(1)>>"), ACTIVE),
    "a script that nothing leads to": ("a.pdf", pdf(b"", b"", SCRIPT), ACTIVE),
    "a script that counts a form": (
        "a.pdf",
        pdf(b"/AcroForm<</Fields[4 0 R]>>", b"", b"<</T(a)/AA<</C<</JS(1)>>>>>>"),
        ACTIVE,
    ),
    "a script behind a bookmark": (
        "a.pdf",
        pdf(b"/Outlines<</First 4 0 R>>", b"", b"<</A<</JS(1)>>>>"),
        ACTIVE,
    ),
    "a program called by the way": (
        "a.pdf",
        pdf(b"/OpenAction 4 0 R", b"", b"<</S 5 0 R/F(cmd.exe)>>", b"/Launch "),
        ACTIVE,
    ),
    "a program inside": (
        "a.pdf",
        pdf(EMBEDDED, b"", b"<</Type/Filespec/F(run.exe)/UF(run.exe)>>"),
        r"夹着程序（run\.exe）",
    ),
    "packed objects that never end": (
        "a.pdf",
        lambda: packed_pdf(b"<</A(" + b"a" * 100_000_000 + b")>>"),
        "已损坏",
    ),
    "brackets in brackets": (
        "a.pdf",
        pdf(b"/JS 4 0 R", b"", b"[" * 20_000 + b"]" * 20_000),
        "已损坏|" + ACTIVE,
    ),
    # Relations and fields.
    "elsewhere in numbers": (
        "a.docx",
        office("word", **related('frame" Target="http://x" TargetMode="Exter&#110;al"')),
        ELSEWHERE,
    ),
    "elsewhere over the network": (
        "a.docx",
        office("word", **related('attachedTemplate" Target="file://server/t.dotm" TargetMode="External"')),
        ELSEWHERE,
    ),
    "a server's data": ("a.xlsx", office("xl", **{"xl/connections.xml": "<connections/>"}), ELSEWHERE),
    "a program in pieces": ("a.docx", office("word", **text(" D", "DEAU", 'TO cmd "/k calc" ')), "DDE"),
    "a program in numbers": ("a.docx", office("word", **text(" QUOTE 68 68 69 65 85 84 79 ")), "DDE"),
    "a program in a note": (
        "a.docx",
        office("word", **text("&#68;DE cmd x", name="word/footnotes.xml")),
        "DDE",
    ),
    # Definitions.
    "a definition behind a long comment": (
        "a.docx",
        office("word", **{"word/styles.xml": f"<!--{'x' * 9000}-->{ENTITY}"}),
        "外部实体",
    ),
    "a definition in letters of seven bits": (
        "a.docx",
        office("word", **{"word/styles.xml": '<?xml version="1.0" encoding="UTF-7"?>+ADw-x/>'}),
        "损坏",
    ),
    "laughs in the words of a sheet": (
        "a.xlsx",
        office("xl", **{"xl/sharedStrings.xml": LAUGHS}),
        "外部实体",
    ),
    "laughs after four hundred parts": (
        "a.xlsx",
        office("xl", **{f"xl/a{n}.xml": "<a/>" for n in range(450)}, **{"xl/z.xml": LAUGHS}),
        "外部实体",
    ),
    "laughs in what is told of it": ("a.pptx", office("ppt", **{"docProps/app.xml": LAUGHS}), "外部实体"),
    # Packages that lie.
    "a size that differs": (
        "a.docx",
        changed(office("word", **{"word/a.xml": "<a/>" * 99}), b"PK\x03\x04", 22, b"\x09\x00\x00\x00"),
        FALSE,
    ),
    "a name that differs": ("a.docx", changed(office("word"), b"PK\x03\x04", 30, b"X"), FALSE),
    "two parts of one name": ("a.docx", twice(), FALSE),
    "a crowd of parts": ("a.docx", crowd(30_000), "部件太多"),
    "packages in packages": ("a.docx", nested(3), "一层套一层"),
    # Objects inside.
    "any file in an object": (
        "a.docx",
        office("word", **{"word/embeddings/oleObject1.bin": NATIVE}),
        "程序或控件",
    ),
    "an object called a picture": (
        "a.docx",
        office("word", **{"word/media/image1.png": NATIVE}),
        "程序或控件",
    ),
    "an old sheet with macros inside": (
        "a.docx",
        office("word", **{"word/embeddings/a.xls": MACROS}),
        "有宏",
    ),
    "a sheet with macros inside": ("a.docx", office("word", **{"word/embeddings/a.xlsm": "x"}), "有宏"),
    "macros two packages deep": (
        "a.docx",
        office("word", **{"word/embeddings/a.xlsx": office("xl", **{"xl/vbaProject.bin": "x"})}),
        "有宏",
    ),
    # OpenDocument.
    "a program behind an open sheet": ("a.odt", open_document("<d:dde-source/>"), "DDE"),
    "a script behind an open button": (
        "a.odt",
        open_document('<d:event-listener x:href="vnd.sun.star.script:a"/>'),
        "有宏",
    ),
    "an open picture from elsewhere": (
        "a.odt",
        open_document('<d:image x:href="https://x.example/a.png"/>'),
        "链接到别的网站",
    ),
    "an open frame from elsewhere": (
        "a.odt",
        open_document('<d:floating-frame x:href="//x.example/a"/>'),
        ELSEWHERE,
    ),
}
OWN = 'attachedTemplate" Target="file:///C:\\Users\\chen\\公文.dotx" TargetMode="External"'
HARMLESS = {
    "a template of one's own": ("a.docx", office("word", **related(OWN, "word/_rels/settings.xml.rels"))),
    "a picture that Word has lost": (
        "a.docx",
        office("word", **related('image" Target="NULL" TargetMode="External"')),
    ),
    "a page number": (
        "a.docx",
        office("word", **text(" PAGE ", ' HYPERLINK "http://dde.example" ', ' INCLUDEPICTURE "a.png" ')),
    ),
    "a formula": (
        "a.docx",
        office("word", **{"word/embeddings/oleObject1.bin": OLE + "Equation Native".encode("utf-16-le")}),
    ),
    "a sheet inside": ("a.docx", office("word", **{"word/embeddings/a.xlsx": office("xl")})),
    "packed objects": ("a.pdf", packed_pdf()),
    "an invoice with its data": (
        "a.pdf",
        pdf(EMBEDDED, b"", b"<</Type/Filespec/F(invoice.xml)/UF(invoice.xml)>>"),
    ),
    "an open picture inside": ("a.odt", open_document('<d:image x:href="Pictures/a.png"/>')),
    "a page that is a text": ("a.txt", b"<html><script>alert(1)</script></html>"),
    "a page that is a table": ("a.csv", b"<script>alert(1)</script>,1\n"),
    "a table of a million columns": ("a.csv", b"," * 1_000_000),
    "a table of one cell": ("a.csv", b"x" * 15 * 1024 * 1024),
}


def test_hidden_harm_is_found_and_nothing_stays(refuse_each):
    refuse_each(HOSTILE)


def test_what_honest_programs_write_is_taken(gate, subtests):
    for label, (name, content) in HARMLESS.items():
        with subtests.test(label):
            assert gate(name, content).name == name


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_page_that_calls_itself_a_text_is_run_by_no_browser(gate, client_for, name):
    attachment = gate(name, b"<html><script>alert(document.cookie)</script></html>")
    answer = client_for(attachment.uploader).get(attachment.get_absolute_url())
    assert answer["Content-Type"].partition(";")[0] in ("text/plain", "text/csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks):
    content = picture("PNG")
    return content[:33] + b"".join(chunks) + content[33:]


def jpeg_with(*segments):
    content = picture()
    packed = b"".join(b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data for data in segments)
    return content[:2] + packed + content[2:]


def frames(format_name, count):
    """A film of as many pictures, of which each differs from the one before."""
    shades = [Pillow.new("L", (16, 16), number % 256) for number in range(count)]
    target = io.BytesIO()
    shades[0].save(target, format=format_name, save_all=True, append_images=shades[1:], duration=10)
    return target.getvalue()


# A directory of tags that leads back to itself, and one that promises more than there is.
LOOP = b"Exif\x00\x00II*\x00" + struct.pack("<IHHHIII", 8, 1, 0x8769, 4, 1, 8, 8)
LIES = b"Exif\x00\x00II*\x00" + struct.pack("<IHHHII", 8, 0xFFFF, 0x0112, 2, 0x7FFFFFFF, 0)
XMP = b"http://ns.adobe.com/xap/1.0/\x00" + b"<x/>" * 16_000


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.jpg", lambda: jpeg_with(LOOP)),
        ("a.jpg", lambda: jpeg_with(LIES)),
        ("a.jpg", lambda: jpeg_with(*[XMP] * 200)),
        ("a.jpg", lambda: picture(icc_profile=b"\x00" * 12_000_000)),
        ("a.png", lambda: png_with(chunk(b"eXIf", LOOP[6:]))),
        ("a.png", lambda: png_with(chunk(b"eXIf", b"\x00" * 14_000_000))),
        ("a.png", lambda: png_with(*[chunk(b"tEXt", b"a\x00b")] * 100_000)),
    ],
)
def test_what_stands_beside_the_pixels_goes_however_much_it_is(gate, name, make):
    attachment = gate(name, make())
    assert attachment.size < 3_000


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        (
            "a.png",
            lambda: png_with(chunk(b"iTXt", b"a\x00\x01\x00\x00\x00" + zlib.compress(b"\x00" * 90_000_000))),
            "不是可用的图片",
        ),
        ("a.gif", lambda: frames("GIF", 2_000), "动图"),
        ("a.webp", lambda: frames("WEBP", 1_000), "动图"),
        ("a.png", lambda: frames("PNG", 1_000), "动图"),
        ("a.avif", lambda: frames("AVIF", 300), "动图"),
    ],
)
def test_films_and_headers_that_lie_are_refused(gate, tmp_path, name, make, said):
    with pytest.raises(ValidationError, match=said):
        gate(name, make())
    assert files_under(tmp_path) == []


def test_a_header_that_promises_less_gets_what_it_promised(gate):
    """The box says 30 pixels a side, the picture behind it has a thousand."""
    said, is_so = struct.pack(">II", 30, 30), struct.pack(">II", 1000, 1000)
    assert gate("a.avif", picture("AVIF", size=(1000, 1000)).replace(is_so, said)).width == 30
    with pytest.raises(ValidationError, match="损坏"):
        gate("a.heic", picture("HEIF", size=(1000, 1000)).replace(is_so, said))
