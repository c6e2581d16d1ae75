"""Workbooks as committees keep them, and as nobody should send them."""

import io
import zipfile
from datetime import date
from functools import cache

from openpyxl import Workbook
from openpyxl.styles import Font

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_of(*rows, title="Sheet1", merged=(), formats=None):
    """Return a workbook with one sheet; `formats` gives number formats by column letter."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for letter, layout in (formats or {}).items():
        for cell in sheet[letter]:
            cell.number_format = layout
    return book


def quarter():
    """收支明细: a title over all columns, two lines of heading, a running balance, totals, who made it."""
    book = book_of(
        ["五老村社区2026年第三季度收支明细表", None, None, None, None, None],
        ["单位：元", None, None, None, None, None],
        ["序号", "日期", "项目", "收支情况", None, "结余"],
        [None, None, None, "收入", "支出", None],
        [1, date(2026, 7, 1), "上季结转", None, None, 1860.4],
        [2, date(2026, 7, 3), "街道拨付办公经费", 12000, None, 13860.4],
        [3, date(2026, 8, 12), "纳凉点茶水、绿豆", None, 846.5, 13013.9],
        [4, date(2026, 9, 1), "=慰问高龄老人", None, 3200, 9813.9],
        ["合计", None, None, 12000, 4046.5, None],
        ["制表：李晓雨", None, None, None, None, None],
        title="三季度",
        merged=["A1:F1", "D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4"],
        formats={"D": "#,##0.00", "E": "#,##0.00", "F": '"¥"#,##0.00'},
    )
    book.active["C8"].data_type = "s"
    book.active["A1"].font = Font(bold=True)
    return saved(book)


def allowance():
    """低保金发放: names kept short by the committee, telephone numbers, a product, percentages."""
    return saved(
        book_of(
            ["户主", "联系电话", "人数", "月标准", "发放金额", "占比"],
            ["王某某", "13800000001", 2, 1020, 2040, 0.25],
            ["李某", "02500000002", 1, 1020, 1020, 0.125],
            ["赵某某", "13800000003", 5, 1020, 5100, 0.625],
            ["合计", None, 8, None, 8160, None],
            title="8月低保",
            formats={"D": "¥#,##0", "E": "¥#,##0.00", "F": "0.0%"},
        )
    )


def works():
    """工程项目: money in 万元, days in three ways of writing."""
    return saved(
        book_of(
            ["工程名称", "合同金额（万元）", "开工日期", "竣工日期", "施工单位"],
            ["3幢屋面防水", 4.86, "2026.3.1", "2026年4月20日", "南京某防水公司"],
            ["南门口坡道", 1.2, "2026/5/6", "2026-5-9", "南京某建设公司"],
            ["总计", 6.06, None, None, None],
            title="2026年工程",
        )
    )


def balances():
    """专项资金: opening + income − expense = closing in every row, sub-totals."""
    return saved(
        book_of(
            ["资金名称", "上年结余", "本年收入", "本年支出", "年末结余"],
            ["为民服务专项", 20000, 200000, 188000.5, 31999.5],
            ["党建经费", 500, 30000, 28000, 2500],
            ["小计", 20500, 230000, 216000.5, 34499.5],
            ["房屋租金", 0, 86000, 12000, 74000],
            ["合计", 20500, 316000, 228000.5, 108499.5],
            title="专项资金",
        )
    )


def roster():
    """值班安排: no money; telephone numbers, two lines in a cell, a text that begins like a formula."""
    book = book_of(
        ["乌衣巷社区国庆值班安排", None, None, None],
        ["姓名", "电话", "值班日期", "备注"],
        ["李晓雨", "025-00000012", date(2026, 10, 1), "上午\n下午都在"],
        ["王秀兰", "02500000013", "2026.10.2", "=本人"],
        ["赵某", "13800000001", "2026年10月3日", "-"],
        title="国庆",
        merged=["A1:D1"],
    )
    book.active["D4"].data_type = "s"
    return saved(book)


ROSTER = (
    "2026年度社区工作者值班安排\n"
    "姓名;职务;电话;值班日期;备注\n"
    '李晓雨;民政专干;025-00000012;2026-10-01;"上午\n下午都在"\n'
    "王秀兰;主任;025-00000013;2026-10-02;'=本人\n"
)


def packed(data, **parts):
    """Return the workbook with parts added or replaced; None takes one away."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            if name not in parts:
                copy.writestr(name, source.read(name))
        for name, content in parts.items():
            if content is not None:
                copy.writestr(name, content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_sheet(xml):
    return packed(quarter(), **{SHEET: xml})


def sharing(count):
    """The words of a sheet, of which there are none so many."""
    return f"<sst {MAIN}>{'<si><t>x</t></si>' * count}</sst>"


def looks(count):
    """As many ways to draw a cell."""
    rows = "<xf numFmtId='0' fontId='0'/>" * count
    return f"<styleSheet {MAIN}><cellXfs count='{count}'>{rows}</cellXfs></styleSheet>"


@cache
def hostile():
    """Return files that are refused, by what is wrong with them; and words of the sentence."""
    good = quarter()
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    laughs = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}"><!ENTITY b "{"&a;" * 50}">]>'
    cell = "<c r='A1' t='inlineStr'><is><t>&a;</t></is></c>"
    body = f"<worksheet {MAIN}><sheetData><row r='1'>{cell}</row></sheetData></worksheet>"
    return {
        "old.xls": (OLE + b"Workbook".ljust(600), "旧版"),
        "encrypted.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le").ljust(600), "密码"),
        "macros.xlsx": (packed(good, **{"xl/vbaProject.bin": b"x"}), "宏"),
        "macros.xlsm": (packed(good, **{"xl/vbaProject.bin": b"x"}), "宏"),
        "binary.xlsb": (packed(good, **{"xl/workbook.bin": b"x"}), "xlsb"),
        "open.ods": (packed(good, mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        "word.xlsx": (packed(good, **{SHEET: None}), "不是 Excel"),
        "bomb.xlsx": (packed(good, **{"xl/media/a.xml": b"<a>" + b"0" * 30_000_000}), "太大"),
        "many.xlsx": (packed(good, **{f"xl/media/{n}.xml": b"<a/>" for n in range(2100)}), "太大"),
        "xxe.xlsx": (with_sheet(entity + body), "外部实体"),
        "xxe16.xlsx": (with_sheet((entity + body).encode("utf-16")), "外部实体"),
        "laughs.xlsx": (with_sheet(laughs + body), "外部实体"),
        "late.xlsx": (with_sheet(f"<!-- {'x' * 9000} -->{entity}{body}"), "打不开"),
        "broken.xlsx": (with_sheet("<worksheet"), "打不开"),
        "styles.xlsx": (packed(good, **{"xl/styles.xml": "<x/>"}), "打不开"),
        "nosheets.xlsx": (packed(good, **{"xl/workbook.xml": f"<workbook {MAIN}/>"}), "打不开|没有可以"),
        "cut.xlsx": (good[: len(good) // 2], "打不开"),
        "flipped.xlsx": (good[:400] + bytes([good[400] ^ 0xFF]) + good[401:], "打不开"),
        "head.xlsx": (b"PK\x03\x04" + b"\x00" * 40, "打不开"),
        "empty.csv": (b"", "空"),
        "blank.csv": (b"\n \n", "空"),
        "picture.csv": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "不是表格"),
        "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        "nul.csv": (b"a,b\x00\n1,2", "不是表格"),
        "bytes.csv": (b"\xff\xff\xfe,\x81\n", "不是表格"),
        "headonly.csv": ("项目,金额\n".encode(), "只有表头"),
        "wide.csv": ((",".join(f"列{n}" for n in range(40)) + "\n" + ",".join("1" * 40)).encode(), "列太多"),
        "long.csv": (("项目,金额\n" + "a,1\n" * 3000).encode(), "行太多"),
        "million.csv": (b"x," * 1_000_000 + b"\n1", "内容太多"),
        "cell.csv": (b"a,b\n" + b"x" * 4_900_000 + b",1\n", "内容太多"),
        "shared.xlsx": (packed(good, **{"xl/sharedStrings.xml": entity + "<sst/>"}), "外部实体"),
        "types.xlsx": (packed(good, **{"[Content_Types].xml": laughs + "<Types/>"}), "外部实体"),
        "theme.xlsx": (packed(good, **{"xl/theme/theme1.xml": laughs + "<x/>"}), "外部实体"),
        "told.xlsx": (packed(good, **{"docProps/core.xml": laughs + "<x/>"}), "外部实体"),
        "words.xlsx": (packed(good, **{"xl/sharedStrings.xml": sharing(3_000_000)}), "太大"),
        "looks.xlsx": (packed(good, **{"xl/styles.xml": looks(1_000_000)}), "太大"),
        "huge.csv": (b"a,b\n" * 1_500_000, "太大"),
        "quote.csv": (('a,b\n"' + "x" * 200_000).encode(), "引号"),
    }
