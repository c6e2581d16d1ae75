"""The language of queries never errs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.match import expression
from search.language import parse
from search.planning import plans_for
from search.words import Lexicon, listed_words

WORDS = Lexicon(
    meanings={"低保": {"最低生活保障": 0.85}},
    generic=listed_words("generic.txt"),
    stop=listed_words("stop.txt"),
    places={"五老村": [(1, 2, 3)]},
)
ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from('"“”-:：()*^~{}[]\\/+!&|<>=?％%_ \u3000\0'),
        st.sampled_from("社区栏目部门日期低保2026abc"),
    ),
    max_size=140,
)


def test_words_phrases_and_what_must_not_occur_are_told_apart():
    query = parse('低保 "加装电梯" -停水 -“老房子”')
    assert query.words == ("低保",)
    assert query.phrases == ("加装电梯",)
    assert query.without == ("停水", "老房子")


def test_a_telephone_number_in_parts_is_one_word():
    assert parse("电话 8462 0531").words == ("电话", "8462-0531")
    assert parse("138 0013 8000").words == ("138-0013-8000",)
    assert parse("2025 2026 预算").words == ("2025", "2026", "预算")
    assert parse("电话:8462 0531号码").words == ("电话:8462-0531号码",)


def test_numbers_that_are_no_parts_of_one_stay_two():
    assert parse("3幢 502 1201室").words == ("3幢", "502", "1201室")
    assert parse("公租房 500 2026年").words == ("公租房", "500", "2026年")
    query = parse("日期:2025..2026 1234 自：2025 3000")
    assert query.words == ("1234", "3000")
    assert (query.since, query.until) == (date(2025, 1, 1), date(2026, 12, 31))


def test_places_columns_departments_and_times_narrow():
    query = parse("社区：五老村 栏目:公告 部门:民政局 日期:2026-02 停水")
    assert (query.area, query.column, query.department) == ("五老村", "公告", "民政局")
    assert (query.since, query.until) == (date(2026, 2, 1), date(2026, 2, 28))
    assert query.words == ("停水",)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("日期:2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("日期:2026-01..2026-03-05", date(2026, 1, 1), date(2026, 3, 5)),
        ("自:2026年3月", date(2026, 3, 1), None),
        ("至:2026-03", None, date(2026, 3, 31)),
    ],
)
def test_times_are_days_months_years_and_spans(text, since, until):
    query = parse(text)
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    ["日期:昨天", "日期:2026-13", "社区:", "电话:110", "a:b", "-", '"', "日期:2026..2025", "日期:0000"],
)
def test_what_means_nothing_is_text(text):
    query = parse(text)
    assert not query.is_filtered


@given(ANYTHING)
def test_no_text_makes_the_parser_or_the_plans_err(text):
    query = parse(text)
    assert len(query.text) <= 100
    for plan in plans_for(query, WORDS):
        made = expression(plan)
        # Only quoted tokens, columns and operators: FTS5 can't stumble over what somebody typed.
        assert made.count('"') % 2 == 0
