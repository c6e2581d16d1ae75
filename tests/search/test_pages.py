"""The results page, suggestions and the feed."""

import pytest

from search.actions.count_term import count_term
from search.models import HiddenTerm, PinnedResult, TermCount
from search.standing_first import folded_words
from search.words import forget

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_and_narrows(searching, ask):
    page = ask("停水").content.decode()
    assert "共2条结果" in page
    assert "<mark>停水</mark>" in page
    narrowed = ask("停水", area=str(searching.district["dongshuiguan"].pk)).content.decode()
    assert "东水关周日" in narrowed
    assert "乌衣巷周六" not in narrowed


def test_nothing_found_says_what_to_do(searching, ask):
    page = ask("火星旅游").content.decode()
    assert "没有找到“火星旅游”" in page
    assert "找我的社区" in page


def test_a_search_inside_a_community_offers_the_rest(searching, ask):
    page = ask("停水", **{"in": searching.district["wuyixiang"].code}).content.decode()
    assert "乌衣巷周六" in page
    assert "东水关周日" not in page
    assert "搜全区（2条）" in page


def test_the_header_of_a_community_searches_it_first(searching, client_for):
    page = client_for(None).get("/fuzimiao/wuyixiang/").content.decode()
    assert f'<input type="hidden" name="in" value="{searching.district["wuyixiang"].code}">' in page


def test_a_pinned_page_stands_first(searching, ask):
    from cms_pages.models import GuidePage

    guide = GuidePage.objects.get(title="犬只登记（养犬证）")
    PinnedResult.objects.create(words="停水", folded=folded_words("停水"), page=guide)
    page = ask("停 水").content.decode()
    assert page.index("犬只登记") < page.index('class="search-result__snippet')
    assert "推荐" in page


def test_a_house_number_leads_to_its_community(searching, ask):
    page = ask("来燕路12号").content.decode()
    assert "乌衣巷社区</mark>" in page or "乌衣巷社区" in page.split("search-results")[1]


def test_suggestions_begin_with_what_is_typed_in_either_script(searching, client_for):
    client = client_for(None)

    def suggested(typed):
        return [item["text"] for item in client.get("/search/suggestions/", {"q": typed}).json()["items"]]

    assert "犬只登记（养犬证）" in suggested("犬只")
    assert "最低生活保障申请" in suggested("zuidi")
    assert "最低生活保障申请" in suggested("zuidish")
    assert suggested("") == []


def test_what_many_ask_is_offered_without_a_trace_of_who_asked(searching, ask, client_for, now):
    for _time in range(5):
        count_term(actor=None, term="停水", found=2, now=now)
    for term, found in (("13912345678", 1), ("3幢502室", 1), ("没有结果", 0), ("水", 1), ("a@b.cn", 1)):
        count_term(actor=None, term=term, found=found, now=now)
    assert list(TermCount.objects.values_list("term", "count")) == [("停水", 5)]
    assert "停水" in ask("").content.decode().split("大家常找")[1]
    HiddenTerm.objects.create(term="停水")
    forget()
    assert "大家常找" not in ask("").content.decode()


def test_the_feed_is_everybodys(searching, client_for, worker):
    response = client_for(worker).get("/search/feed/", {"q": "停水"})
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert "乌衣巷周六停水通知" in response.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [
        {"after": "w:9999999:x"},
        {"after": "e:nan:x"},
        {"after": "e:1e999:x"},
        {"after": "w::"},
        {"area": "9" * 30},
        {"year": "x"},
        {"kind": "none"},
        {"in": "³"},
        {"department": "99999999999999999999"},
        {"sort": "?"},
    ],
)
def test_odd_addresses_are_answered(searching, ask, parameters):
    assert ask("停水", **parameters).status_code == 200
