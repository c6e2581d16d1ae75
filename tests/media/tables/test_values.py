"""Cells are read as people type them, and what can't be read says what is expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.tables.kinds import Kind
from media.tables.values import CellError, read, shown, typed

GOOD = [
    (Kind.MONEY, "1,234.50", 123450),
    (Kind.MONEY, "¥1234.5", 123450),
    (Kind.MONEY, "￥ 1,234.50", 123450),
    (Kind.MONEY, "１，２３４．５０元", 123450),
    (Kind.MONEY, "人民币12元整", 1200),
    (Kind.MONEY, "3.5万元", 3_500_000),
    (Kind.MONEY, "1.2亿", 12_000_000_000),
    (Kind.MONEY, "（12.30）", -1230),
    (Kind.MONEY, "(¥5)", -500),
    (Kind.MONEY, "-¥5", -500),
    (Kind.MONEY, "−5", -500),
    (Kind.MONEY, "\u200b12\u3000", 1200),
    (Kind.MONEY, "—", None),
    (Kind.MONEY, "/", None),
    (Kind.MONEY, "", None),
    (Kind.NUMBER, "1 234.50", "1234.5"),
    (Kind.NUMBER, "+7", "7"),
    (Kind.NUMBER, "-0", "0"),
    (Kind.NUMBER, ".5", "0.5"),
    (Kind.PERCENT, "12.5%", "12.5"),
    (Kind.PERCENT, "１２．５％", "12.5"),
    (Kind.PERCENT, "12.5", "12.5"),
    (Kind.PERCENT, "5‰", "0.5"),
    (Kind.DATE, "2026-3-1", "2026-03-01"),
    (Kind.DATE, "2026年3月1日", "2026-03-01"),
    (Kind.DATE, "2026.03.01", "2026-03-01"),
    (Kind.DATE, "２０２６／３／１", "2026-03-01"),
    (Kind.DATE, "20260301", "2026-03-01"),
    (Kind.DATE, "46082", "2026-03-01"),
    (Kind.DATE, "2026/3/1 0:00:00", "2026-03-01"),
    (Kind.TEXT, "  两楼 \r\n 三楼\u202e ", "两楼\n三楼"),
    (Kind.TEXT, "-", "-"),
]
BAD = [
    (Kind.MONEY, "十二元", "应为金额"),
    (Kind.MONEY, "1,23", "逗号"),
    (Kind.MONEY, "1.234.5", "应为金额"),
    (Kind.MONEY, "0.001", "精确到分"),
    (Kind.MONEY, "12元5角", "应为金额"),
    (Kind.MONEY, "9" * 30, "太大"),
    (Kind.MONEY, "99999999999亿", "太大"),
    (Kind.MONEY, "(-5)", "应为金额"),
    (Kind.NUMBER, "1.2E+05", "科学记数法"),
    (Kind.NUMBER, "约100", "应为数字"),
    (Kind.NUMBER, "²", None),
    (Kind.PERCENT, "百分之十", "应为百分比"),
    (Kind.DATE, "3月1日", "缺年份"),
    (Kind.DATE, "2026-2-30", "没有这一天"),
    (Kind.DATE, "1026-2-3", "年份"),
    (Kind.DATE, "上周", "应为日期"),
    (Kind.TEXT, "字" * 501, "太长"),
]


@pytest.mark.parametrize(("kind", "text", "value"), GOOD)
def test_a_cell_is_read_as_people_type_it(kind, text, value):
    assert read(text, kind) == value


@pytest.mark.parametrize(("kind", "text", "words"), [row for row in BAD if row[2]])
def test_a_wrong_cell_says_what_is_expected(kind, text, words):
    with pytest.raises(CellError, match=words):
        read(text, kind)


def test_money_counts_in_the_unit_of_its_column():
    assert read("3.5", Kind.MONEY, times=10_000) == 3_500_000
    assert read("3.5元", Kind.MONEY, times=10_000) == 350


@given(st.integers(-(10**14), 10**14))
def test_money_comes_back_as_it_went(fen):
    assert read(shown(fen, Kind.MONEY), Kind.MONEY) == fen
    assert read(typed(fen, Kind.MONEY), Kind.MONEY) == fen


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_comes_back_however_it_is_written(day):
    for text in (f"{day}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"):
        assert read(text, Kind.DATE) == day.isoformat()


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_whatever_is_typed_is_read_or_refused(text, kind):
    try:
        value = read(text, kind)
    except CellError:
        return
    assert read(typed(value, kind), kind) == value
