"""Masked cells: what a reader sees of the table, and what can't be worked out from the rest of it."""

import io
import json
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from media.tables.checking import TOTALS, check, sums
from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.masking import cell_at, masked
from media.tables.presentation import chart_of, presented
from media.tables.table import Column, Table
from media.tables.values import MASKED
from media.tables.writing import write

MONEY = Column("金额", Kind.MONEY, "元")


def of(columns, *rows, totals=None, rule=Rule.NONE, chart=Chart.NONE):
    return Table(columns=tuple(columns), rows=rows, totals=totals, caption="明细", rule=rule, chart=chart)


def hidden(table):
    return {
        (number, place)
        for number, row in [*enumerate(table.rows, start=1), (TOTALS, table.totals or ())]
        for place, cell in enumerate(row)
        if cell == MASKED
    }


HELP = of(
    [
        Column("户主"),
        Column("面积", Kind.NUMBER, "平方米"),
        Column("比例", Kind.PERCENT),
        Column("日期", Kind.DATE),
        MONEY,
    ],
    ("甲", "51.5", "12.5", "2026-07-01", 320_000),
    ("乙", "60", "7", "2026-07-02", 180_000),
    ("丙", "70", "3", None, 50_000),
    totals=(None, None, None, None, 550_000),
    chart=Chart.CATEGORIES,
)


def test_a_cell_of_any_kind_is_masked_in_page_chart_and_every_file():
    table = masked(HELP, [(1, place) for place in range(5)] + [(2, 4)])
    assert hidden(table) == {(1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (2, 4)}
    assert Table.from_json(json.loads(json.dumps(table.as_json()))) == table
    shown = presented(table)
    assert shown["rows"][0]["cells"] == [MASKED] * 5
    assert "不一定等于合计" in shown["masked"]
    drawn = str(chart_of(table, "key"))
    assert "500.00" in drawn
    for gone in ("3,200.00", "1,800.00", "甲", "51.5", "12.5"):
        assert gone not in drawn + str(shown)
    csv = write(table, "csv").decode("utf-8-sig")
    assert csv.splitlines()[1] == ",".join([MASKED] * 5)
    sheet = openpyxl.load_workbook(io.BytesIO(write(table, "xlsx"))).active
    assert [cell.value for cell in sheet[3]] == [MASKED] * 5
    data = json.loads(write(table, "json"))
    assert data["rows"][0] == [None] * 5
    assert {"row": 1, "column": 4} in data["masked"]
    assert json.loads(write(HELP, "json"))["masked"] == []


def test_words_alone_need_no_word_about_sums():
    assert presented(masked(HELP, [(1, 0)]))["masked"] == ""
    assert presented(HELP)["masked"] == ""


def test_a_single_number_takes_its_total_with_it():
    assert hidden(masked(HELP, [(2, 4)])) == {(2, 4), (TOTALS, 4)}
    assert hidden(masked(HELP, [(2, 4), (3, 4)])) == {(2, 4), (3, 4)}
    # Numbers that nobody adds up give nothing away.
    assert hidden(masked(HELP, [(2, 3), (2, 2), (2, 1)])) == {(2, 1), (2, 2), (2, 3)}
    assert hidden(masked(HELP, [(9, 4), (1, 9), (3, 3)])) == set()


def test_a_balance_and_a_product_are_not_worked_out():
    account = [
        Column("日期"),
        Column("收入", Kind.MONEY, role=Role.PLUS),
        Column("支出", Kind.MONEY, role=Role.MINUS),
    ]
    closing = Column("结余", Kind.MONEY, role=Role.CLOSING)
    rows = (("一", 500, None, 500), ("二", None, 120, 380), ("三", 100, None, 480), ("四", None, 80, 400))
    table = masked(of([*account, closing], *rows, totals=(None, 600, 200, None), rule=Rule.RUNNING), [(2, 2)])
    # The balance of that row, an amount of the next; of the later balances none.
    assert {(2, 2), (2, 3)} <= hidden(table)
    assert (4, 3) not in hidden(table)
    assert all(
        len(hidden(table) & set(one)) != 1
        for one in ([(2, 2), (4, 2), (TOTALS, 2)], [(2, 3), (3, 3), (3, 1)])
    )
    work = [
        Column("项目"),
        Column("数量", Kind.NUMBER, role=Role.FACTOR),
        Column("单价", Kind.MONEY, role=Role.FACTOR),
    ]
    total = Column("金额", Kind.MONEY, role=Role.PRODUCT)
    priced = of([*work, total], ("椅子", "3", 100, 300), ("茶", None, None, 50), rule=Rule.PRODUCT)
    assert len(hidden(masked(priced, [(1, 3)]))) == 2
    assert hidden(masked(priced, [(2, 3)])) == {(2, 3)}


def test_a_masked_table_goes_through_the_editor_again():
    table = masked(HELP, [(2, 4), (3, 4)])
    again = check(table.as_raw())
    assert again.problems == ()
    assert again.table == table
    assert sums(table)[4] == MASKED
    raw = table.as_raw()
    raw.totals[4] = "1.00"
    # What can't be checked is not called wrong.
    assert check(raw).problems == ()
    raw.rows[0][4] = "三千"
    assert check(raw).problems[0].place == "第1行“金额”"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8), st.data())
def test_no_number_of_a_column_is_the_difference_of_the_others(amounts, data):
    table = of([Column("项目"), MONEY], *(("项", one) for one in amounts), totals=(None, sum(amounts)))
    chosen = data.draw(st.sets(st.integers(1, len(amounts)), min_size=1))
    left = masked(table, [(number, 1) for number in chosen])
    unknown = [place for place in hidden(left) if place[1] == 1]
    assert len(unknown) >= 2
    assert {(number, 1) for number in chosen} <= set(unknown)
    assert all(
        isinstance(cell_at(left, (n, 1)), int) for n in range(1, len(amounts) + 1) if (n, 1) not in unknown
    )
    assert Decimal(sum(amounts)) == Decimal(table.totals[1])
