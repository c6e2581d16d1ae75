"""Questions that no document has all words of."""

import pytest

from search.numerals import spelled_otherwise


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("66号", {"六六号", "六十六号"}),
        ("105", {"一〇五", "一百零五"}),
        ("1000", {"一千", "一〇〇〇"}),
        ("96110", {"九六一一〇"}),
        ("007", {"〇〇七"}),
        ("十七路", {"17路"}),
        ("一千零五", {"1005"}),
        ("两百", {"200"}),
        ("九六一一〇", {"96110"}),
        ("社区", set()),
        ("", set()),
    ],
)
def test_numbers_are_written_otherwise(text, others):
    assert set(spelled_otherwise(text)) == others


def test_a_story_around_what_is_asked_does_not_hide_it(searching):
    results = searching.find("邻居天天抱怨说想问问社区的食堂到底在什么地方")
    assert results.results[0].shown.title == "乌衣巷社区食堂"
    assert results.loosened
    assert results.total == sum(results.facets["kind"].values()) == len(results.results)


def test_what_has_too_little_of_a_question_is_no_answer(searching):
    assert searching.find("量子食堂 火星探测器 交响乐").total == 0
    assert searching.find("-停水 -食堂").total == 0


def test_a_short_form_finds_the_full_name(searching):
    assert searching.titles("最低保申请书")[:1] == ["最低生活保障申请"]


def test_filters_and_order_hold_for_what_is_rescued(searching):
    question = "邻居天天抱怨说想问问社区的食堂到底在什么地方"
    assert searching.find(question, kinds=frozenset({"notice"})).total == 0
    newest = searching.find(question, order="newest")
    assert newest.total == searching.find(question).total > 0
