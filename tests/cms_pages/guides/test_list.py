"""Lists of guides: of district, street, community and department."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.actions.seed_categories import seed_categories
from communities.models import Category
from tests.factories import GuideFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(db):
    seed_categories(actor=None)
    return {event.name: event for event in Category.objects.filter(scheme="guide_event")}


@pytest.fixture
def filled(parent, events):
    GuideFactory(parent=parent, title="低保申请", keywords="揭不开锅", life_events=[events["困难"]])
    GuideFactory(
        parent=parent, title="结婚登记", at_street=False, at_community=False, life_events=[events["婚育"]]
    )
    GuideFactory(parent=parent, title="老年人优待证", at_district=False, at_street=False, stale=True)
    GuideFactory(parent=parent, title="还没写完的", draft=True)


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_district_lists_all_by_pinyin_with_ways_to_find_them(client, filled):
    page = text(client, "/guides/")
    assert page.index("低保申请") < page.index("结婚登记") < page.index("老年人优待证")
    assert "还没写完的" not in page
    assert "过期未核对" in page
    for part in ("按人生大事找", "按部门找", "certificates/", "standards/", "feed/"):
        assert part in page


def test_streets_and_communities_list_what_they_handle_and_lead_to_the_rest(client, filled):
    community = text(client, "/fuzimiao/wuyixiang/guides/")
    assert "社区能办的事项" in community
    assert "老年人优待证" in community
    assert "结婚登记" not in community
    assert "?tier=all" in community
    assert "结婚登记" in text(client, "/fuzimiao/wuyixiang/guides/?tier=all")
    street = text(client, "/fuzimiao/guides/")
    assert "低保申请" in street
    assert "老年人优待证" not in street


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("q=揭不开锅", "低保申请", "结婚登记"),
        ("event=hunyu", "结婚登记", "低保申请"),
        ("tier=district", "结婚登记", "老年人优待证</a>"),
        ("letter=D", "低保申请", "结婚登记"),
    ],
)
def test_filters_narrow_the_list(client, filled, query, there, not_there):
    page = text(client, f"/guides/?{query}")
    assert there in page
    assert not_there not in page


def test_wrong_filters_are_said_and_left_out(client, filled):
    page = text(client, "/guides/?event=none&tier=moon&department=x&after=zzz&letter=§")
    assert "翻页的位置不对" in page
    assert "低保申请" in page
    assert text(client, "/guides/?q=" + "长" * 80)


def test_nothing_found_and_nothing_there_say_what_to_do(client, district, events):
    assert "这里还没有办事指南" in text(client, "/guides/")
    assert "没有符合条件的事项" in text(client, "/guides/?q=没有这回事")


def test_a_department_lists_its_own(client, filled, parent):
    page = text(client, parent.url)
    assert "低保申请" in page
    assert "按部门找" not in page


def test_a_long_list_has_pages_and_loses_none(client, parent, monkeypatch):
    monkeypatch.setattr("cms_pages.guides.listing.PAGE_SIZE", 2)
    for number in range(5):
        GuideFactory(parent=parent, title=f"事项{number}")
    seen, address = [], "/guides/"
    for _ in range(3):
        response = client.get(address)
        seen += [row["title"] for group in response.context["groups"] for row in group["items"]]
        address = response.context["older_url"]
    assert seen == [f"事项{number}" for number in range(5)]
    assert address == ""


def test_the_feed_has_what_changed_last(client, filled):
    feed = client.get("/guides/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "低保申请" in feed.content.decode()


def test_the_list_is_kept_and_let_go_when_a_guide_is_published(
    client, parent, guide, django_capture_on_commit_callbacks
):
    text(client, "/guides/")
    with CaptureQueriesContext(connection) as found:
        text(client, "/guides/")
    assert len(found) == 0
    with django_capture_on_commit_callbacks(execute=True):
        GuideFactory(parent=parent, title="新发布的指南")
    assert "新发布的指南" in text(client, "/guides/")


@pytest.mark.once
def test_a_longer_list_costs_no_more_queries(client, parent, events):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            text(client, "/guides/")
        return len(found)

    for number in range(2):
        GuideFactory(parent=parent, life_events=[events["养老"]], title=f"早的{number}")
    count()
    few = count()
    for number in range(3):
        GuideFactory(parent=parent, life_events=[events["就业"]], title=f"晚的{number}")
    assert count() == few


def test_every_guide_is_three_clicks_from_the_front_page(client, guide):
    assert 'href="/guides/"' in text(client, "/")
    assert guide.url in text(client, "/guides/")
