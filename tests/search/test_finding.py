"""What people find, on a real engine."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.choices import BodyKind
from search import asking
from search.filters import Filters
from search.language import parse
from search.planning import read
from search.plans import Order
from search.words import lexicon
from tests.factories import GuideFactory
from tests.factories.guides import guides_of
from tests.search.test_language import ANYTHING

pytestmark = pytest.mark.django_db


EVERYDAY = {
    "低保": "最低生活保障申请",
    "最低生活保障": "最低生活保障申请",
    "dibao": "最低生活保障申请",
    "db": "最低生活保障申请",
    "低宝": "最低生活保障申请",
    "我妈70岁了坐公交要钱吗": "老年人优待证办理",
    "老年卡怎么办": "老年人优待证办理",
    "养狗证": "犬只登记（养犬证）",
    "狗": "犬只登记（养犬证）",
    "3幢502": "乌衣巷周六停水通知",
    "5幢601室": "乌衣巷周六停水通知",
    "84620531": "乌衣巷周六停水通知",
    "8462 0531是哪里的电话": "乌衣巷周六停水通知",
    "停水 -东水关": "乌衣巷周六停水通知",
    "社区:东水关 停水": "东水关周日停水通知",
    "栏目:便民服务 食堂": "乌衣巷社区食堂",
    "醫保繳費": "全区居民医保缴费开始",
    "wuyixiang": "乌衣巷社区",
    "民政局": "秦淮区民政局",
}
NOTHING = ("火星旅游", "比特币挖矿", "怎么去火星", "-停水", "…")


def test_everyday_words_find(searching):
    found = {query: next(iter(searching.titles(query)), "") for query in EVERYDAY}
    assert found == EVERYDAY


def test_what_nothing_answers_finds_nothing(searching):
    found = {query: searching.find(query) for query in NOTHING}
    assert {
        query: results.total for query, results in found.items() if results.total or results.results
    } == {}


def test_what_was_found_is_marked_and_a_word_of_the_same_sound_corrected(searching):
    assert searching.find("低宝").corrected == "低保"
    result = searching.find("停水 乌衣巷").results[0]
    assert [run.text for run in result.title if run.is_marked] == ["乌衣巷", "停水"]


def test_the_readers_own_community_comes_first(searching):
    assert searching.titles("停水", near="wuyixiang")[0] == "乌衣巷周六停水通知"
    assert searching.titles("停水", near="dongshuiguan")[0] == "东水关周日停水通知"


def test_facets_count_what_is_found(searching):
    facets = searching.find("停水").facets
    assert facets["kind"] == {"notice": 2}
    assert sum(facets["area"].values()) == 2
    years = facets["year"]
    assert sum(years.values()) == 2
    assert searching.find("停水", year=next(iter(years))).total == years[next(iter(years))]
    assert searching.find("停水", year=1999).total == 0
    dates = [result.shown.date for result in searching.find("停水", order=Order.NEWEST).results]
    assert dates == sorted(dates, reverse=True)


def test_pages_go_on_behind_the_last_result(searching, monkeypatch):
    monkeypatch.setattr(asking, "WINDOW", 3)
    for order in Order:
        seen, after = [], ""
        for _page in range(20):
            results = asking.find(parse("社区"), Filters(order=order, after=after), searching.asker(), size=1)
            seen += [result.key for result in results.results]
            after = results.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == results.total > 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=ANYTHING, order=st.sampled_from(Order))
def test_no_query_errs(searching, text, order):
    results = searching.find(text, order=order)
    assert not results.is_degraded


@pytest.mark.parametrize(
    ("asked", "pieces"),
    [
        ("管道工地", ["管道", "工地"]),
        ("医保本地报销", ["医保", "本地", "报销"]),
        ("就业本地招聘", ["就业", "本地", "招聘"]),
    ],
)
def test_no_rule_takes_a_character_of_the_next_word(searching, asked, pieces):
    assert [piece for piece, _part in read(parse(asked), lexicon()).pieces] == pieces


@pytest.mark.parametrize("asked", ["沙子", "脖子", "点子", "师资", "非遗", "十级"])
def test_nobody_is_offered_what_is_far_from_their_word(searching, asked):
    """Least of all an insult, for what it sounds like."""
    department = searching.district.body(kind=BodyKind.DEPARTMENT)
    keywords = "智力残疾 肢体残疾 精神障碍 消杀 白蚁 病死畜禽"
    GuideFactory(parent=guides_of(department), title="评定", keywords=keywords)
    searching.deliver()
    assert searching.find(asked).corrected == ""
