"""What committees have in hand becomes a table; what nobody should send is refused in a sentence."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from media.tables.checking import check
from media.tables.kinds import Role, Rule
from media.tables.reading import MAX_BYTES, read_file, read_pasted
from media.tables.table import TableRefused
from media.tables.writing import write
from tests.media.tables import workbooks
from tests.media.tables.workbooks import MAIN, book_of, hostile, saved, with_sheet


def read(data, name="表.xlsx", **options):
    return read_file(io.BytesIO(data), name, **options)


def kinds(table):
    return [str(column.kind) for column in table.columns]


def test_a_quarterly_account_is_understood_as_it_is_kept():
    reading = read(workbooks.quarter())
    checked = check(reading.table)
    assert checked.problems == ()
    table = checked.table
    assert table.caption == "五老村社区2026年第三季度收支明细表"
    assert [column.title for column in table.columns] == [
        "序号",
        "日期",
        "项目",
        "收支情况·收入",
        "收支情况·支出",
        "结余",
    ]
    assert kinds(table) == ["number", "date", "text", "money", "money", "money"]
    assert table.rule == Rule.RUNNING
    assert [column.role for column in table.columns[3:]] == [Role.PLUS, Role.MINUS, Role.CLOSING]
    assert table.totals == (None, None, None, 1_200_000, 404_650, None)
    assert table.note == "制表：李晓雨"
    assert table.rows[3][:4] == ("4", "2026-09-01", "=慰问高龄老人", None)


def test_allowances_keep_telephone_numbers_as_text():
    table = check(read(workbooks.allowance()).table).table
    assert kinds(table) == ["text", "text", "number", "money", "money", "percent"]
    assert table.rule == Rule.PRODUCT
    assert table.rows[1] == ("李某", "02500000002", "1", 102_000, 102_000, "12.5")
    assert table.caption == "8月低保"


def test_works_are_brought_from_wan_to_yuan_and_days_to_one_form():
    reading = read(workbooks.works())
    table = check(reading.table).table
    assert reading.notes == ["“合同金额”按万元读入，公开时换算成元。"]
    assert table.rows[0] == ("3幢屋面防水", 4_860_000, "2026-03-01", "2026-04-20", "南京某防水公司")
    assert (table.totals_label, table.totals[1]) == ("总计", 6_060_000)


def test_balances_are_checked_in_every_row_and_subtotal():
    reading = read(workbooks.balances())
    assert check(reading.table).problems == ()
    assert reading.table.rule == Rule.ROW
    reading.table.rows[1][4] = "2600"
    assert [str(problem) for problem in check(reading.table).problems] == [
        "第2行“年末结余”：读到“¥2,600.00”，按本行核对应为“¥2,500.00”。",
        "第3行“年末结余”：读到“¥34,499.50”，小计应为“¥34,599.50”。",
        "合计行“年末结余”：读到“¥108,499.50”，按各行相加应为“¥108,599.50”。",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_roster_is_read_from_csv_in_any_encoding(encoding):
    table = check(read(workbooks.ROSTER.encode(encoding), "值班.csv").table).table
    assert table.caption == "2026年度社区工作者值班安排"
    assert kinds(table) == ["text", "text", "text", "date", "text"]
    assert table.rows[0][4] == "上午\n下午都在"
    assert table.rows[1][4] == "=本人"


@pytest.mark.parametrize("make", ["quarter", "allowance", "works", "balances", "ROSTER"])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_a_table_comes_back_as_it_was_handed_out(make, extension):
    given = getattr(workbooks, make)
    source = read(given.encode(), "a.csv") if isinstance(given, str) else read(given())
    table = check(source.table).table
    again = check(read(write(table, extension), f"{table.caption}.{extension}").table)
    assert again.problems == ()
    assert again.table.rows == table.rows
    assert again.table.totals == table.totals
    assert again.table.caption == table.caption
    if extension == "xlsx":
        assert again.table == table


def test_a_workbook_keeps_types_and_holds_no_formula():
    table = check(read(workbooks.quarter()).table).table
    sheet = load_workbook(io.BytesIO(write(table, "xlsx"))).active
    row = list(sheet[6])
    assert [cell.data_type for cell in row] == ["n", "d", "s", "n", "n", "n"]
    assert row[2].value == "=慰问高龄老人"
    assert row[5].number_format == '"¥"#,##0.00'
    assert row[1].number_format == "yyyy-mm-dd"
    assert write(table, "csv").startswith(b"\xef\xbb\xbf")
    assert ",'=慰问高龄老人," in write(table, "csv").decode()


def test_cells_copied_from_a_spreadsheet_are_read_with_their_line_breaks():
    table = read_pasted('项目\t金额\n"第一行\n第二行"\t1,200.00元\n维修\t¥300\n合计\t1500').table
    table.caption = "支出"
    assert check(table).table.rows == (("第一行\n第二行", 120_000), ("维修", 30_000))
    assert kinds(table) == ["text", "money"]


def test_a_wrong_cell_in_a_column_of_money_is_named_and_not_taken_for_text():
    table = read_pasted("项目,金额\n水费,120\n电费,三百\n维修,80").table
    table.caption = "支出"
    assert [str(problem) for problem in check(table).problems] == [
        "第2行“金额”：读到“三百”，应为金额，如 1,234.50。"
    ]


def test_of_several_sheets_one_is_chosen_and_hidden_parts_are_left_out():
    book = book_of(["说明"], title="封面")
    second = book.create_sheet("七月")
    for row in (["项目", "身份证号", "金额"], ["甲", "320100000000000000", 1], ["乙", "x", 2]):
        second.append(row)
    second.row_dimensions[3].hidden = True
    second.column_dimensions["B"].hidden = True
    third = book.create_sheet("底稿")
    third.sheet_state = "hidden"
    reading = read(saved(book))
    assert (reading.sheet, reading.sheets) == ("七月", ["封面", "七月"])
    assert [column.title for column in reading.table.columns] == ["项目", "金额"]
    assert reading.table.rows == [["甲", "1"]]
    assert reading.notes == ["1个隐藏的行没有读入。", "隐藏的列（B）没有读入。"]
    with pytest.raises(TableRefused, match="没有这个工作表"):
        read(saved(book), sheet="底稿")


def test_a_formula_without_its_result_is_named():
    book = book_of(["项目", "金额"], ["甲", 1], ["乙", "=B2*2"])
    assert "单元格B3是公式" in read(saved(book)).notes[0]


def words_at(place, words):
    return f"<c r='{place}' t='inlineStr'><is><t>{words}</t></is></c>"


def sheet_of(*rows):
    return with_sheet(f"<worksheet {MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>")


HEAD = f"<row r='1'>{words_at('A1', '项目')}{words_at('B1', '金额')}</row>"


def test_a_formula_with_its_result_is_read_as_that():
    row = f"<row r='2'>{words_at('A2', '甲')}<c r='B2'><f>1+1</f><v>2</v></c></row>"
    reading = read(sheet_of(HEAD, row))
    assert reading.table.rows == [["甲", "2"]]
    assert reading.notes == []


@pytest.mark.parametrize(("place", "words"), [("A1048576", "行太多"), ("XFD2", "列太多")])
def test_a_sheet_with_something_far_away_is_refused(place, words):
    number = int("".join(filter(str.isdigit, place)))
    with pytest.raises(TableRefused, match=words):
        read(sheet_of(HEAD, f"<row r='{number}'>{words_at(place, '甲')}</row>"))


def test_a_sheet_that_says_it_fills_the_whole_grid_is_read_as_far_as_it_goes():
    far = (
        f"<worksheet {MAIN}><dimension ref='A1:XFD1048576'/><cols><col min='1' max='16384' width='9'/></cols>"
    )
    row = f"<row r='2'>{words_at('A2', '甲')}{words_at('B2', '3')}</row>"
    reading = read(with_sheet(f"{far}<sheetData>{HEAD}{row}</sheetData></worksheet>"))
    assert reading.table.rows == [["甲", "3"]]


@pytest.mark.parametrize("name", hostile())
def test_a_wrong_file_is_refused_in_a_sentence(name):
    data, words = hostile()[name]
    with pytest.raises(TableRefused, match=words) as refusal:
        read(data, name)
    assert str(refusal.value).endswith("。")


def test_the_limit_of_size_is_exact():
    line = b"a,1\n"
    with pytest.raises(TableRefused, match="5 MB"):
        read(line * (MAX_BYTES // 4 + 1), "a.csv")


def test_an_empty_workbook_has_nothing():
    with pytest.raises(TableRefused, match="没有内容"):
        read(saved(Workbook()))
