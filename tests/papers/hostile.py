"""Word documents that nobody should send, and what is said to them."""

from functools import cache
from secrets import token_hex

from tests.papers import docx, p, photo, picture, relationships, water_cut

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_LAUGHS = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}">]>'
_MAIN = "word/document.xml"


def _with(declaration, encoding="utf-8"):
    return docx(parts={_MAIN: f"{declaration}<w>&a;</w>".encode(encoding)})


@cache
def hostile():
    """Return files that are refused, by what is wrong with them; and words of the sentence."""
    good = water_cut()
    deep = "<w:sdt><w:sdtContent>" * 400 + "</w:sdtContent></w:sdt>" * 400
    return {
        "empty.docx": (b"", "是空的"),
        "old.doc": (OLE + b"WordDocument".ljust(600), "旧版 Word"),
        "old.wps": (OLE + b"WpsDocument".ljust(600), "WPS"),
        "encrypted.docx": (OLE + "EncryptedPackage".encode("utf-16-le").ljust(600), "密码"),
        "macros.docm": (docx(p("宏"), parts={"word/vbaProject.bin": b"x"}), "宏"),
        "macros.docx": (docx(p("宏"), parts={"word/vbaProject.bin": b"x"}), "宏"),
        "sheet.docx": (
            docx(parts={_MAIN: None, "word/styles.xml": None, "xl/workbook.xml": "<x/>"}),
            "打不开",
        ),
        "open.odt": (docx(parts={"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        "page.doc": (b"<html><body>x</body></html>", "网页"),
        "mail.doc": (b"MIME-Version: 1.0\n", "网页"),
        "rich.doc": (b"{\\rtf1 x}", "RTF"),
        "paper.docx": (b"%PDF-1.7\n", "PDF"),
        "picture.docx": (photo(), "不是 Word"),
        "cut.docx": (good[: len(good) // 2], "打不开"),
        "head.docx": (b"PK\x03\x04" + b"\x00" * 40, "打不开"),
        "flipped.docx": (good[:400] + bytes([good[400] ^ 0xFF]) + good[401:], "打不开"),
        "bomb.docx": (docx(p("弹"), parts={"word/media/a.xml": b"<a>" + b"0" * 60_000_000}), "展开后太大"),
        "many.docx": (
            docx(p("多"), parts={f"word/media/{n}.xml": b"<a/>" for n in range(2_100)}),
            "展开后太大",
        ),
        "crowd.docx": (good[:60] + b"PK\x01\x02" * 30_000 + good[60:], "展开后太大"),
        "xxe.docx": (_with(_ENTITY), "外部实体"),
        "xxe16.docx": (_with(_ENTITY, "utf-16"), "外部实体"),
        "laughs.docx": (_with(_LAUGHS), "外部实体"),
        "late.docx": (_with(f"<!-- {'x' * 9_000} -->{_ENTITY}"), "打不开"),
        "styles.docx": (docx(p("样式"), parts={"word/styles.xml": _ENTITY + "<x/>"}), "外部实体"),
        "relations.docx": (
            docx(p("关系"), parts={"word/_rels/document.xml.rels": _ENTITY + "<x/>"}),
            "外部实体",
        ),
        "broken.docx": (docx(parts={_MAIN: "<w:document"}), "打不开"),
        "deep.docx": (docx(deep), "打不开"),
        "blank.docx": (docx(p(""), p("　")), "没有可以读取"),
        "long.docx": (docx(*[p(f"第{number}段") for number in range(10_000)]), "文件太长（10000段）"),
        "pictures.docx": (docx(*[p(picture("r1"))] * 500, pictures={"r1": ("a.jpeg", photo())}), "约500张"),
        "tables.docx": (docx(*["<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"] * 50), "表格太多"),
        "huge.docx": (b"PK\x03\x04" + b"0" * (20 * 1024 * 1024), "文件太大"),
        "part.docx": (docx(p(token_hex(7_000_000))), "文件太长"),
    }


def external(target):
    """Return a document that wants a template, a picture and a frame from elsewhere."""
    outside = {
        "rTemplate": ("attachedTemplate", target, ' TargetMode="External"'),
        "rPhoto": ("image", target, ' TargetMode="External"'),
        "rFrame": ("frame", target, ' TargetMode="External"'),
        "rObject": ("oleObject", target, ' TargetMode="External"'),
    }
    return docx(
        p("外面的图片"),
        p(picture("rPhoto")),
        p(picture("rPhoto").replace("r:embed", "r:link")),
        parts={"word/_rels/document.xml.rels": relationships(outside)},
    )
