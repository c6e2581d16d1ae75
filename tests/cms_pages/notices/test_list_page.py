"""Lists of notices: what is in them, filters, paging, feed."""

import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from cms_pages.models import NoticePage
from cms_pages.paging import decode_key, encode_key
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response):
    return [item["title"] for item in response.context["items"]]


@pytest.fixture
def get(client, district):
    def fetch(slug="", **query):
        response = client.get(district.notices_of(slug).url, query)
        assert response.status_code == 200
        return response

    return fetch


def test_a_notice_is_listed_for_its_audience_and_above_and_not_beside(district, get):
    NoticeFactory(parent=district.notices_of(), title="全区")
    NoticeFactory(parent=district.notices_of(), title="发给夫子庙", to=[district["fuzimiao"]])
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="街道发乌衣巷", to=[district["wuyixiang"]])
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="乌衣巷自己的")
    assert set(titles(get("wuyixiang"))) == {"全区", "发给夫子庙", "街道发乌衣巷", "乌衣巷自己的"}
    assert set(titles(get("dongshuiguan"))) == {"全区", "发给夫子庙"}
    assert set(titles(get("zhongpailou"))) == {"全区"}
    assert set(titles(get("fuzimiao"))) == {"全区", "发给夫子庙", "街道发乌衣巷", "乌衣巷自己的"}
    assert set(titles(get("fuzimiao", level="own"))) == {"全区", "发给夫子庙", "街道发乌衣巷"}
    assert set(titles(get(""))) == {"全区", "发给夫子庙", "街道发乌衣巷", "乌衣巷自己的"}
    assert set(titles(get("", level="own"))) == {"全区", "发给夫子庙"}


def test_pinned_notices_come_first_where_they_concern_and_not_above(district, get):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="置顶的", pinned=True)
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="更新的")
    assert titles(get("wuyixiang")) == ["置顶的", "更新的"]
    assert titles(get("")) == ["更新的", "置顶的"]


def test_a_pin_ends(district, get, clock):
    until = timezone.now() + datetime.timedelta(hours=1)
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="旧置顶", pinned=True, pinned_until=until)
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="更新的")
    clock.move_to(until + datetime.timedelta(seconds=1))
    assert titles(get("wuyixiang", kind="outage")) == ["更新的", "旧置顶"]


def test_effect_begins_and_ends_to_the_second(district, clock):
    begins = timezone.now() + datetime.timedelta(hours=1)
    ends = begins + datetime.timedelta(hours=1)
    NoticeFactory(parent=district.notices_of("wuyixiang"), effective_from=begins, effective_until=ends)
    area = district["wuyixiang"]
    second = datetime.timedelta(microseconds=1)
    expected = {begins - second: 0, begins: 1, ends - second: 1, ends: 0}
    for moment, number in expected.items():
        assert NoticePage.objects.listed_for(area, moment).count() == number, moment
    assert NoticePage.objects.listed_for(area, ends, include_expired=True).count() == 1
    assert NoticePage.objects.next_change_for(area, timezone.now()) == begins
    assert NoticePage.objects.next_change_for(area, begins) == ends
    assert NoticePage.objects.next_change_for(area, ends) is None


def test_a_notice_that_has_not_begun_is_not_to_be_had(district, client, clock):
    begins = timezone.now() + datetime.timedelta(hours=1)
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), effective_from=begins)
    assert client.get(notice.url).status_code == 404
    clock.move_to(begins + datetime.timedelta(seconds=1))
    assert client.get(notice.url).status_code == 200


def test_filters_narrow_the_list(district, get):
    index = district.notices_of("wuyixiang")
    NoticeFactory(parent=index, title="燃气安检", kind="safety", summary="")
    NoticeFactory(parent=index, title="老人体检", kind="health", summary="")
    NoticeFactory(parent=district.notices_of("zhongpailou"), title="停电检修", summary="")
    NoticeFactory(parent=index, title="去年的", expired=True, kind="event", summary="")
    assert titles(get("wuyixiang", kind="health")) == ["老人体检"]
    assert titles(get("wuyixiang", q="安检")) == ["燃气安检"]
    assert set(titles(get("wuyixiang", q="网格员 送水"))) == {"燃气安检", "老人体检"}
    assert titles(get("", area="qinhong")) == ["停电检修"]
    assert "去年的" in titles(get("wuyixiang", ended="1"))
    assert "去年的" not in titles(get("wuyixiang"))
    today = timezone.localdate()
    assert len(titles(get("wuyixiang", **{"from": today.isoformat(), "to": today.isoformat()}))) == 2
    yesterday = today - datetime.timedelta(days=1)
    assert titles(get("wuyixiang", to=yesterday.isoformat())) == []


def test_a_percent_sign_and_an_underscore_are_only_characters(district, get):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="优惠100%", summary="")
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="优惠1005", summary="")
    assert titles(get("wuyixiang", q="0%")) == ["优惠100%"]
    assert titles(get("wuyixiang", q="_")) == []


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"area": "../../etc"},
        {"from": "2026-13-45"},
        {"from": "abc", "to": "9999-12-31"},
        {"to": "0001-01-01"},
        {"from": "2026-11-23", "to": "2026-11-01"},
        {"q": "停" * 5000},
        {"q": "\x00"},
        {"q": "\u3000\"'%_\\"},
        {"after": "!!!"},
        {"after": "MTIz"},
        {"before": encode_key(datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC), 2**62)},
        {"after": "A" * 10_000},
        {"level": "x", "ended": "x"},
    ],
    ids=str,
)
def test_a_wrong_parameter_is_left_out_and_never_an_error(district, get, query):
    NoticeFactory(parent=district.notices_of(), title="还在")
    for slug in ("", "wuyixiang"):
        get(slug, **query)


def test_a_wrong_filter_says_so(district, get):
    page = get("", kind="nonsense", **{"from": "abc"}).content.decode()
    assert "没有这个类别" in page
    assert "日期请写成" in page


def test_paging_by_key_shows_every_notice_once_there_and_back(district, get, now, monkeypatch):
    monkeypatch.setattr("cms_pages.notices.listing.PAGE_SIZE", 3)
    index = district.notices_of("wuyixiang")
    made = [NoticeFactory(parent=index, title=f"第{number}号") for number in range(7)]
    expected = [notice.title for notice in reversed(made)]
    pages = [get("wuyixiang")]
    while pages[-1].context["older_url"]:
        pages.append(get("wuyixiang", after=pages[-1].context["older_url"].split("after=")[1]))
    assert [title for page in pages for title in titles(page)] == expected
    assert len(pages) == 3
    back = get("wuyixiang", before=pages[-1].context["newer_url"].split("before=")[1])
    assert titles(back) == titles(pages[1])
    first = get("wuyixiang", before=back.context["newer_url"].split("before=")[1])
    assert titles(first) == titles(pages[0])


def test_keys_survive_the_way_through_an_address():
    moment = timezone.now()
    assert decode_key(encode_key(moment, 42)) == (moment, 42)


def test_an_empty_list_says_what_to_do(district, get):
    assert "现在没有有效的公告" in get("wuyixiang").content.decode()
    page = get("wuyixiang", q="没有的词").content.decode()
    assert "没有符合条件的公告" in page
    assert "看全部公告" in page


def test_the_feed_is_atom_with_the_lists_filters(district, client):
    index = district.notices_of("wuyixiang")
    NoticeFactory(parent=index, title="停水 <1> & “引号”", kind="outage")
    NoticeFactory(parent=index, title="体检", kind="health")
    response = client.get(f"{index.url}feed/", {"kind": "outage"})
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own answer
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["停水 <1> & “引号”"]
    for entry in [feed, *feed.findall(f"{ATOM}entry")]:
        assert entry.findtext(f"{ATOM}id")
        assert entry.findtext(f"{ATOM}updated")
        assert entry.findtext(f"{ATOM}title")
    assert feed.find(f"{ATOM}link[@rel='self']") is not None


def test_a_department_lists_its_own_notices_alone(district, client):
    from cms_pages.models import DepartmentNoticesPage

    own = DepartmentNoticesPage.objects.get()
    NoticeFactory(parent=own, title="民政局的")
    NoticeFactory(parent=district.notices_of(), title="区里的")
    assert titles(client.get(own.url)) == ["民政局的"]
    assert set(titles(client.get(district.notices_of().url))) == {"民政局的", "区里的"}
    assert NoticePage.objects.get(title="民政局的").body_owner.name == "秦淮区民政局"


@pytest.mark.once
def test_the_number_of_queries_does_not_grow_with_the_list(district, client, django_assert_max_num_queries):
    index = district.notices_of("wuyixiang")
    NoticeFactory(parent=index)
    with django_assert_max_num_queries(60) as few:
        client.get(index.url, {"level": "a"})
    for _ in range(4):
        NoticeFactory(parent=index, pinned=True)
        NoticeFactory(parent=index)
    with django_assert_max_num_queries(60) as many:
        client.get(index.url, {"level": "b"})
    assert len(many.captured_queries) <= len(few.captured_queries)


def test_a_banner_is_on_the_pages_of_its_audience_and_its_time(district, clock):
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="现在", urgent=True)
    NoticeFactory(parent=district.notices_of("fuzimiao"), title="明天", urgent_later=True)
    NoticeFactory(parent=district.notices_of(), title="全区", urgent=True)

    def banners(area):
        return {notice.title for notice in NoticePage.objects.urgent_for(area, timezone.now())}

    assert banners(district["wuyixiang"]) == {"现在", "全区"}
    assert banners(district["zhongpailou"]) == {"全区"}
    assert banners(None) == {"全区"}
    clock.shift(datetime.timedelta(hours=25))
    assert banners(district["wuyixiang"]) == {"明天"}
