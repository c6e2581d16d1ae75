"""The page of a notice."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_a_published_notice(client, district):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), title="周六清洗水箱")
    response = client.get(notice.url)
    assert response.status_code == 200
    assert "周六清洗水箱" in response.content.decode()


def test_the_list_of_the_community_shows_it(client, district):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="周六清洗水箱")
    response = client.get(district.notices_of("wuyixiang").url)
    assert response.status_code == 200
    assert "周六清洗水箱" in response.content.decode()


def structured(page):
    """Return the JSON-LD of a page, as a search engine reads it."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


def test_a_notice_tells_search_engines_what_it_is_and_where(client, district):
    notice = NoticeFactory(
        parent=district.notices_of("wuyixiang"), title="周六清洗水箱", summary="停水四小时。"
    )
    page = client.get(notice.url).content.decode()
    about, crumbs = structured(page)
    assert about["@type"] == "NewsArticle"
    assert about["headline"] == "周六清洗水箱"
    assert about["publisher"]["name"] == district.body("wuyixiang").name
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3, 4, 5]
    assert crumbs["itemListElement"][-1]["item"] == about["url"]
    assert f'<link rel="canonical" href="{about["url"]}">' in page
    assert '<meta property="og:title" content="周六清洗水箱">' in page
    assert about["url"].endswith(notice.url)


def test_an_urgent_notice_is_a_special_announcement_with_an_end(client, district):
    notice = NoticeFactory(
        parent=district.notices_of("wuyixiang"),
        is_urgent=True,
        urgent_until=timezone.now() + timedelta(days=1),
    )
    about, _crumbs = structured(client.get(notice.url).content.decode())
    assert about["@type"] == "SpecialAnnouncement"
    assert about["name"] == notice.title
    assert about["expires"] == notice.urgent_until.isoformat()


def test_a_hostile_title_stays_text_in_the_metadata(client, district):
    title = '</script><script>alert("1")</script>'
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), title=title)
    page = client.get(notice.url).content.decode()
    assert "<script>alert" not in page
    assert structured(page)[0]["headline"] == title
