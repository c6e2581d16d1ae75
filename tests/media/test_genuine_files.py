"""What honest phones, cameras, scanners and office programs write is taken, and looks as it should."""

import io
import struct
import zipfile

import pillow_heif
import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageCms
from pypdf import PdfWriter

from tests.factories.uploads import PDF, archive, pdf, picture, with_position
from tests.papers.wps import old_age_card

OFFICE = "http://schemas.openxmlformats.org"
DRAWN = f"{OFFICE}/drawingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"


class OneWay(io.RawIOBase):
    """Where a program writes that can't go back to put a part's size before it."""

    def __init__(self):
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, more):
        self.data += more
        return len(more)


def streamed(**parts):
    """A package as servers write them: each part's size behind it."""
    target = OneWay()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            with package.open(name, "w", force_zip64=True) as part:
                part.write(content.encode() if isinstance(content, str) else content)
    return bytes(target.data)


def relations(*rows):
    inner = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/officeDocument/2006/relationships/{kind}" {more}/>'
        for number, (kind, more) in enumerate(rows)
    )
    return f'<?xml version="1.0"?><Relationships>{inner}</Relationships>'


TYPES = (
    '<?xml version="1.0"?><Types><Default Extension="bin" ContentType="application/octet-stream"/></Types>'
)
EXCEL = {
    "[Content_Types].xml": TYPES,
    "xl/workbook.xml": "<workbook><definedName>Sheet1!$A$1:$D$9</definedName></workbook>",
    "xl/worksheets/sheet1.xml": "<s><row><c><f>SUM(A1:A3)&amp;&quot;|&quot;</f><v>6</v></c></row></s>",
    "xl/sharedStrings.xml": "<sst><si><t>收入|支出&#10;CALL</t></si></sst>",
    "xl/printerSettings/printerSettings1.bin": b"\x00\x01printer",
    "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="v"><v:shape><br>批注</v:shape></xml>',
    "xl/_rels/workbook.xml.rels": relations(
        ("worksheet", 'Target="worksheets/sheet1.xml"'), ("sharedStrings", 'Target="/xl/sharedStrings.xml"')
    ),
}
SLIDE = (
    f'<p:sld xmlns:p="p" xmlns:a="{DRAWN}"><a:hlinkClick action="ppaction://hlinkshowjump?jump=nextslide"/>'
    "</p:sld>"
)
DOCUMENT = f'<?xml version="1.0"?><w:document xmlns:w="{OFFICE}/w"><w:instrText> TOC \\o "1-3" </w:instrText>'


def open_document(kind, body):
    """A document of LibreOffice's, whose first part says what it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        package.writestr("Configurations2/accelerator/", "")
        package.writestr("Thumbnails/thumbnail.png", picture("PNG"))
        package.writestr("manifest.rdf", '<?xml version="1.0"?><rdf/>')
        package.writestr(
            "meta.xml", '<m xmlns:x="x"><template x:href="file:///C:/Users/chen/公文.ott"/></m>'.encode()
        )
        package.writestr(
            "styles.xml", '<s xmlns:x="x"><background-image/><fill-image x:href="Pictures/a"/></s>'
        )
        package.writestr(
            "content.xml",
            f'<o:d xmlns:o="{OPEN}:office:1.0" xmlns:t="t" xmlns:x="x"><o:scripts/>{body}</o:d>',
        )
        package.writestr("META-INF/manifest.xml", "<manifest><file-entry/></manifest>")
    return target.getvalue()


def kept_from_change():
    """A PDF that everybody may read and nobody change, as offices hand them out."""
    writer = PdfWriter(clone_from=io.BytesIO(PDF))
    writer.encrypt("", "the owner's", algorithm="AES-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def scanned():
    page = picture(size=(300, 400), mode="L")
    image = b"<</Type/XObject/Subtype/Image/Width 300/Height 400/ColorSpace/DeviceGray/BitsPerComponent 8"
    image += b"/Filter/DCTDecode/Length %d>>stream\n%s\nendstream " % (len(page), page)
    return pdf(
        b"",
        b"/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R",
        image,
        b"<</Length 4>>stream\nI Do\nendstream",
    )


FORM = (
    b"/AcroForm<</Fields[4 0 R]/NeedAppearances true/DA(/Helv 0 Tf 0 g)>>/OpenAction[3 0 R/XYZ null null 1]"
    b"/Metadata 5 0 R/OutputIntents[<</S/GTS_PDFA1/OutputConditionIdentifier(sRGB)>>]"
)
FIELD = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[0 0 9 9]/P 3 0 R>>"
DOCUMENTS = {
    "Word of WPS": ("通知.docx", old_age_card),
    "Word of Google": (
        "a.docx",
        lambda: archive(
            **{
                "word/document.xml": DOCUMENT + "</w:document>",
                "word/_rels/document.xml.rels": relations(
                    ("hyperlink", 'Target="https://e.cn" TargetMode="External"')
                ),
                "word/theme/theme1.xml": "<a/>",
                "[Content_Types].xml": TYPES,
            }
        ),
    ),
    "Word with a chart, from a disk": (
        "a.docx",
        lambda: archive(
            **{
                "[Content_Types].xml": TYPES,
                "_rels/.rels": relations(("officeDocument", 'Target="word/document.xml"')),
                "word/document.xml": DOCUMENT + "</w:document>",
                "word/charts/_rels/chart1.xml.rels": relations(("package", 'Target="../embeddings/a.xlsx"')),
                "word/embeddings/a.xlsx": archive(**EXCEL),
                "word/_rels/settings.xml.rels": relations(
                    ("attachedTemplate", 'Target="file:///D:\\模板\\Normal.dotm" TargetMode="External"')
                ),
                "customXml/item1.xml": "<b:Sources xmlns:b='b'/>",
            }
        ),
    ),
    "Excel": ("收支.xlsx", lambda: archive(**EXCEL)),
    "Excel of a server": ("导出.xlsx", lambda: streamed(**EXCEL)),
    "slides": (
        "a.pptx",
        lambda: archive(
            **{
                "[Content_Types].xml": TYPES,
                "ppt/slides/slide1.xml": SLIDE,
                "ppt/media/media1.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 99,
                "ppt/slides/_rels/slide1.xml.rels": relations(("video", 'Target="../media/media1.mp4"')),
            }
        ),
    ),
    "text of LibreOffice": ("a.odt", lambda: open_document("text", '<a x:href="https://e.cn"/>')),
    "table of LibreOffice": (
        "a.ods",
        lambda: open_document("spreadsheet", '<c t:formula="of:={1;2|3;4}+SUM([.A1:.A3])"/>'),
    ),
    "a scan": ("扫描件.pdf", scanned),
    "a form for the archive": (
        "申请表.pdf",
        lambda: pdf(FORM, b"/Annots[4 0 R]", FIELD, b"<</Type/Metadata/Length 4>>stream\n<x/>\nendstream"),
    ),
    "a pdf with links": (
        "a.pdf",
        lambda: pdf(b"", b"/Annots[4 0 R]", b"<</Subtype/Link/A<</S/URI/URI(https://e.cn)>>>>"),
    ),
    "a pdf that was changed": (
        "a.pdf",
        lambda: PDF + PDF[PDF.find(b"xref") :].replace(b"/Size", b"/Info null/Size"),
    ),
    "a pdf that nobody may change": ("a.pdf", kept_from_change),
    "a table of an old Excel": ("名单.csv", lambda: "姓名,金额\n王某,-5\n".encode("gb18030")),
    "a table with a mark": ("名单.csv", lambda: "姓名,金额\n王某,+5\n".encode("utf-8-sig")),
    "a text of two bytes": ("a.txt", lambda: "停水通知".encode("utf-16")),
}


def phone_heic():
    """A HEIC with a thumbnail and a second picture behind the first, held sideways."""
    file = pillow_heif.from_pillow(Pillow.new("RGB", (640, 480), "teal"))
    file.add_from_pillow(Pillow.new("RGB", (320, 240), "red"))
    target = io.BytesIO()
    file.save(target, quality=60, exif=with_position(6).tobytes(), primary_index=0)
    return target.getvalue()


def with_gain_map():
    """An Ultra HDR JPEG of an Android phone: the map of its lights lies behind the picture."""
    said = b'http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x="adobe:ns:meta/"><r hdrgm:Version="1.0"/>'
    first = picture(size=(400, 300))
    marked = first[:2] + b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said + first[2:]
    return marked + picture(size=(100, 75), mode="L")


def of_two_pictures():
    """What many phones write: a second, small picture behind the first (MPF)."""
    target = io.BytesIO()
    first, second = (Pillow.new("RGB", (side, side), "teal") for side in (400, 100))
    first.save(target, "MPO", save_all=True, append_images=[second])
    return target.getvalue()


def of_16_bits():
    """A scanner's shades of grey, from black to white."""
    image = Pillow.new("I;16", (256, 8))
    image.putdata([column * 257 for _row in range(8) for column in range(256)])
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def of_a_palette():
    image = Pillow.new("P", (40, 30), 1)
    image.putpalette([255, 0, 0, 0, 128, 128])
    image.putpixel((0, 0), 0)
    target = io.BytesIO()
    image.save(target, "PNG", transparency=0)
    return target.getvalue()


def for_print():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Pillow.new("CMYK", (60, 40), (0, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "JPEG", icc_profile=profile)
    return target.getvalue()


TEAL, WHITE = (0, 128, 128), (255, 255, 255)
PICTURES = {
    # Label: name, how it is made, its size, a place and the colour there.
    "an iPhone's": ("IMG_0001.HEIC", phone_heic, (480, 640), (9, 9), TEAL),
    "an Android phone's with a map of lights": ("a.jpg", with_gain_map, (400, 300), (9, 9), TEAL),
    "a phone's with a second picture": ("MVIMG.jpg", of_two_pictures, (400, 400), (9, 9), TEAL),
    "a Samsung's with a film behind": (
        "a.jpg",
        lambda: (
            picture(size=(90, 60)) + b"MotionPhoto_Data\x00\x00\x00\x18ftypmp42" + b"\x00" * 999 + b"SEFT"
        ),
        (90, 60),
        (9, 9),
        TEAL,
    ),
    "a printer's": ("a.jpg", for_print, (60, 40), (9, 9), WHITE),
    "a scanner's, in the middle": ("a.png", of_16_bits, (256, 8), (128, 4), (128, 128, 128)),
    "a palette's, where it is seen through": ("a.png", of_a_palette, (40, 30), (0, 0), (255, 0, 0, 0)),
    "a palette's, where it is not": ("a.png", of_a_palette, (40, 30), (5, 5), (0, 128, 128, 255)),
    "a fax": ("a.png", lambda: picture("PNG", mode="1", size=(60, 40)), (60, 40), (9, 9), (0, 0, 0)),
    "a progressive camera's": (
        "a.jpeg",
        lambda: picture(size=(90, 60), progressive=True, restart_marker_rows=1),
        (90, 60),
        (9, 9),
        TEAL,
    ),
    "a chat's, called jpg": ("微信图片.jpg", lambda: picture("WEBP", lossless=True), (60, 40), (9, 9), TEAL),
}


@pytest.mark.parametrize("label", DOCUMENTS)
def test_a_genuine_document_is_taken_as_it_is(gate, label):
    name, make = DOCUMENTS[label]
    content = make()
    attachment = gate(name, content)
    assert attachment.name == name
    with default_storage.open(attachment.file) as stored:
        assert stored.read() == content


@pytest.mark.parametrize("label", PICTURES)
def test_a_genuine_picture_looks_as_it_did(gate, label):
    name, make, size, place, colour = PICTURES[label]
    attachment = gate(name, make())
    with default_storage.open(attachment.file) as stored, Pillow.open(stored) as shown:
        assert shown.size == size
        found = shown.getpixel(place)
    assert found == pytest.approx(colour, abs=3)
