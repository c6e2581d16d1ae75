"""The page of a notice."""

import pytest

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
