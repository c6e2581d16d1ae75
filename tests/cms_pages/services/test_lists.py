"""Lists of services: whose they show, how they narrow, page, and stay true while they are kept."""

from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms_pages.models import ServicePage
from tests.factories.services import ServiceFactory, category, schedule_of, services_of

pytestmark = pytest.mark.django_db

HOME = "/fuzimiao/wuyixiang/services/"
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response):
    return [item["title"] for item in response.context["items"]]


def test_a_community_s_list_has_its_own_services_and_those_of_its_street_and_district(district, client):
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="本社区的")
    ServiceFactory(parent=services_of(district, "fuzimiao"), title="本街道的")
    ServiceFactory(parent=services_of(district), title="全区的")
    ServiceFactory(parent=services_of(district, "dongshuiguan"), title="隔壁的")
    ServiceFactory(
        parent=services_of(district, "fuzimiao"), title="只给东水关的", to=[district["dongshuiguan"]]
    )
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="草稿", draft=True)
    assert set(titles(client.get(HOME))) == {"本社区的", "本街道的", "全区的"}
    assert set(titles(client.get("/fuzimiao/services/"))) == {
        "本社区的",
        "本街道的",
        "全区的",
        "隔壁的",
        "只给东水关的",
    }
    assert set(titles(client.get("/services/?area=qinhong"))) == {"全区的"}


def test_kinds_are_counted_under_the_other_filters(district, client):
    own = services_of(district, "wuyixiang")
    ServiceFactory(parent=own, title="理发")
    ServiceFactory(parent=own, title="法律咨询", category=category("法律", "falv"))
    ServiceFactory(parent=own, title="法律课堂", category=category("法律", "falv"))
    page = client.get(f"{HOME}?kind=falv&q=咨询")
    assert titles(page) == ["法律咨询"]
    assert {kind["label"]: kind["count"] for kind in page.context["kinds"]} == {"法律": 1}
    assert {kind["label"]: kind["count"] for kind in client.get(HOME).context["kinds"]} == {
        "养老": 1,
        "法律": 2,
    }


def test_the_feed_tells_of_changes_newest_first_and_keeps_the_filters(district, client):
    own = services_of(district, "wuyixiang")
    ServiceFactory(parent=own, title="法律咨询", category=category("法律", "falv"))
    canteen = ServiceFactory(parent=own, title="食堂 <1> & “引号”")
    ServiceFactory(parent=own, title="草稿", draft=True)
    assert f'href="{HOME}feed/"' in client.get(HOME).content.decode()
    response = client.get(f"{HOME}feed/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own answer
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["食堂 <1> & “引号”", "法律咨询"]
    assert entries[0].findtext(f"{ATOM}id") == canteen.get_full_url()
    narrowed = client.get(f"{HOME}feed/?kind=falv&open=1").content.decode()
    assert "法律咨询" in narrowed
    assert "食堂" not in narrowed


def test_what_is_open_now_is_kept_until_the_first_of_all_turns(district, client, clock):
    own, body = services_of(district, "wuyixiang"), district.body("wuyixiang")
    office = schedule_of(body, (31, "09:00", "12:00"), name="办公")
    night = schedule_of(body, (127, "18:00", "02:00"), name="夜间", on_holidays="open")
    ServiceFactory(parent=own, title="白天开", opening=office)
    ServiceFactory(parent=own, title="夜里开", opening=night)
    address = f"{HOME}?open=1"
    assert titles(client.get(address)) == ["白天开"]
    clock.move_to("2026-11-23T12:00:00+08:00")
    assert titles(client.get(address)) == []
    clock.move_to("2026-11-23T18:00:01+08:00")
    assert titles(client.get(address)) == ["夜里开"]
    clock.move_to("2026-11-24T01:59:00+08:00")
    assert titles(client.get(address)) == ["夜里开"]
    clock.move_to("2026-11-24T02:00:01+08:00")
    assert titles(client.get(address)) == []


def test_a_kept_list_says_closed_from_the_second_at_which_a_service_closes(district, client, clock):
    schedule = schedule_of(district.body("wuyixiang"), (127, "09:00", "10:00"), on_holidays="open")
    ServiceFactory(parent=services_of(district, "wuyixiang"), opening=schedule)
    assert "现在开门，10:00 关门" in client.get(HOME).content.decode()
    clock.move_to("2026-11-23T10:00:01+08:00")
    assert "今天已关门，明天 9:00 开门" in client.get(HOME).content.decode()


def test_a_long_list_pages_by_key_there_and_back(district, client, monkeypatch):
    monkeypatch.setattr("cms_pages.services.listing.PAGE_SIZE", 3)
    for number in range(7):
        ServiceFactory(parent=services_of(district, "wuyixiang"), title=f"服务{number:02}")
    first = client.get(HOME)
    second = client.get(first.context["later_url"])
    third = client.get(second.context["later_url"])
    assert titles(first) + titles(second) + titles(third) == [f"服务{number:02}" for number in range(7)]
    assert third.context["later_url"] == ""
    assert titles(client.get(third.context["earlier_url"])) == titles(second)
    assert titles(client.get(second.context["earlier_url"])) == titles(first)


def test_whatever_an_address_says_the_list_answers(district, client):
    ServiceFactory(parent=services_of(district, "wuyixiang"), title="还在")
    for query in (
        "kind=none",
        "area=none",
        "after=x",
        "after=999999999",
        "before=0",
        "open=9",
        "q=" + "长" * 99,
    ):
        page = client.get(f"{HOME}?{query}")
        assert page.status_code == 200, query
    page = client.get(f"{HOME}?after=888888888")
    assert titles(page) == ["还在"]
    assert "翻页的位置不对" in page.content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [HOME, f"{HOME}?open=1", "/services/", "/services/map/", f"{HOME}nearby/?lat=32.02&lon=118.79"],
)
def test_a_list_takes_the_same_number_of_queries_at_two_sizes(district, client, address):
    def add(number):
        for _count in range(number):
            schedule = schedule_of(
                district.body("wuyixiang"), (127, "00:00", "00:00"), name=f"时间{ServicePage.objects.count()}"
            )
            ServiceFactory(
                parent=services_of(district, "wuyixiang"),
                opening=schedule,
                latitude="32.02",
                longitude="118.79",
            )

    def queries():
        for cache in caches.all(initialized_only=True):
            cache.clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    add(2)
    client.get(address)
    before = queries()
    add(4)
    assert queries() == before
