"""Sums and rules are checked, and each wrong cell is named."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.tables.checking import TOTALS, check, sums
from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.presentation import chart_of, presented
from media.tables.table import MAX_ROWS, Column, RawTable, Table, TableRefused


def raw(columns, rows, **more):
    made = [Column(title, kind, role=role) for title, kind, role in columns]
    return RawTable(columns=made, rows=rows, **{"caption": "收支", **more})


BALANCE = [
    ("项目", Kind.TEXT, Role.NONE),
    ("上季结余", Kind.MONEY, Role.OPENING),
    ("收入", Kind.MONEY, Role.PLUS),
    ("支出", Kind.MONEY, Role.MINUS),
    ("结余", Kind.MONEY, Role.CLOSING),
]


def messages(table):
    return [str(problem) for problem in check(table).problems]


def test_a_row_that_does_not_add_up_is_named_at_its_result():
    table = raw(BALANCE, [["党建", "100", "50", "30", "120"], ["文体", "10", "0", "5", "6"]], rule=Rule.ROW)
    assert messages(table) == ["第2行“结余”：读到“¥6.00”，按本行核对应为“¥5.00”。"]


def test_a_running_balance_follows_the_row_above():
    columns = [BALANCE[0], *BALANCE[2:]]
    rows = [["结转", "", "", "100"], ["拨入", "50", "", "150"], ["买笔", "", "30", "110"]]
    assert messages(raw(columns, rows, rule=Rule.RUNNING)) == [
        "第3行“结余”：读到“¥110.00”，按本行核对应为“¥120.00”。"
    ]


def test_a_price_times_a_number_is_the_sum():
    columns = [
        ("物品", Kind.TEXT, Role.NONE),
        ("数量", Kind.NUMBER, Role.FACTOR),
        ("单价", Kind.MONEY, Role.FACTOR),
        ("金额", Kind.MONEY, Role.PRODUCT),
    ]
    rows = [["油", "12", "68.5", "822"], ["米", "3", "33.33", "100"]]
    assert messages(raw(columns, rows, rule=Rule.PRODUCT)) == [
        "第2行“金额”：读到“¥100.00”，按本行核对应为“¥99.99”。"
    ]


def test_a_rule_without_its_result_says_what_it_needs():
    assert "只能一列" in messages(raw(BALANCE[:4], [["党建", "1", "2", "3"]], rule=Rule.ROW))[0]


def test_totals_and_subtotals_are_checked_against_their_rows():
    kinds = {"项目": Kind.TEXT, "人数": Kind.NUMBER, "率": Kind.PERCENT}
    columns = [(title, kind, Role.NONE) for title, kind in kinds.items()]
    rows = [["甲", "1", "5%"], ["乙", "2", ""], ["小 计", "4", ""], ["丙", "5", ""]]
    table = raw(columns, rows, totals=["", "9", ""])
    assert messages(table) == [
        "第3行“人数”：读到“4”，小计应为“3”。",
        "合计行“人数”：读到“9”，按各行相加应为“8”。",
    ]
    table.rows[2][1], table.totals = "3", ["", "8", "7%"]
    assert check(table).table is not None


def test_the_numbers_of_a_list_are_not_added_up():
    columns = [("序号", Kind.NUMBER, Role.NONE), ("金额", Kind.MONEY, Role.NONE)]
    table = check(raw(columns, [["1", "5"], ["2", "6"]], totals=["", "11"])).table
    assert sums(table) == (None, 1_100)


def test_an_unreadable_cell_is_named_and_blames_no_sum():
    table = raw(
        BALANCE, [["党建", "100", "五十", "30", "120"]], totals=["", "100", "50", "30", "120"], rule=Rule.ROW
    )
    assert messages(table) == ["第1行“收入”：读到“五十”，应为金额，如 1,234.50。"]


def test_headings_must_be_there_and_differ():
    table = RawTable([Column("项目"), Column("项目"), Column("")], [["甲", "乙", "丙"]])
    assert messages(table) == [
        "表格标题：请填写，如“第三季度收支明细”。",
        "第2列的名称：读到“项目”，和前面的列重名，请改一个名称。",
        "第3列的名称：请填写列的名称。",
    ]
    assert "至少要有" in messages(RawTable([Column("项目")], [[" "]], caption="x"))[0]


def test_money_in_wan_is_kept_in_yuan():
    checked = check(
        RawTable([Column("项目"), Column("金额（万元）", Kind.MONEY)], [["甲", "1.5"]], caption="x")
    )
    assert checked.table.columns[1] == Column("金额", Kind.MONEY, unit="元")
    assert checked.table.rows == (("甲", 1_500_000),)
    assert check(checked.table.as_raw()).table == checked.table


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "x",
        {"columns": 5, "rows": {}},
        {"columns": [None], "rows": [None, 7, "x"]},
        {"columns": [{}] * 40},
    ],
)
def test_whatever_a_browser_sends_is_a_table_or_refused(payload):
    with suppress(TableRefused):
        assert check(RawTable.from_payload(payload)).problems


def test_too_many_rows_are_refused():
    with pytest.raises(TableRefused, match="最多500行"):
        RawTable.from_payload({"columns": [{"title": "a"}], "rows": [["1"]] * (MAX_ROWS + 5)})


amounts = st.integers(-(10**9), 10**9)


@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=12))
def test_what_adds_up_passes_and_one_fen_more_does_not(lines):
    rows = tuple((f"项{n}", o, p, m, o + p - m) for n, (o, p, m) in enumerate(lines))
    columns = tuple(Column(title, kind, role=role) for title, kind, role in BALANCE)
    table = Table(columns, rows, caption="x", rule=Rule.ROW)
    whole = Table(columns, rows, totals=(None, *sums(table)[1:]), caption="x", rule=Rule.ROW)
    again = check(whole.as_raw())
    assert again.problems == ()
    assert Table.from_json(again.table.as_json()) == again.table
    wrong = whole.as_raw()
    wrong.totals[4] = "0.01" if wrong.totals[4] == "0.00" else "0"
    if whole.totals[4] != 0:
        assert TOTALS in {problem.row for problem in check(wrong).problems}


def test_a_negative_sum_is_marked_and_the_chart_tells_both_sides():
    rows = [["7月", "0", "5", "2", "3"], ["8月", "3", "1", "9", "-5"]]
    table = check(
        raw(BALANCE, rows, rule=Rule.ROW, chart=Chart.BALANCE, totals=["", "", "6", "11", ""])
    ).table
    shown = presented(table)
    assert [cell.is_negative for cell in shown["rows"][1]["cells"]] == [False, False, False, False, True]
    assert shown["totals"][0] == "合计"
    chart = chart_of(table, "k")
    assert chart.count("<rect") == 4
    assert "8月：收入 ¥1.00，支出 ¥9.00" in chart
    assert "style=" not in chart


def test_a_chart_of_many_categories_sums_up_the_smallest():
    rows = [[f"项目{n}<b>", str(n + 1)] for n in range(20)]
    columns = [("项目", Kind.TEXT, Role.NONE), ("金额", Kind.MONEY, Role.NONE)]
    chart = chart_of(check(raw(columns, rows, chart=Chart.CATEGORIES)).table, "k")
    assert chart.count("<rect") == 12
    assert "其余9项：¥45.00" in chart
    assert "<b>" not in chart


def test_a_chart_of_nothing_is_not_drawn():
    assert chart_of(check(raw(BALANCE[:1], [["甲"]], chart=Chart.CATEGORIES)).table, "k") == ""
