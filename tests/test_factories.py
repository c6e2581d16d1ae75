"""The factories make what they promise."""

import pytest
from django.utils import timezone

from cms_pages.models import NoticePage
from communities.choices import Role
from communities.permissions import has_right
from communities.roles import Right
from tests.factories import NoticeFactory


def test_the_district_has_streets_communities_and_their_pages(district):
    assert len(district.streets) == 2
    assert len(district.communities) == 5
    assert district.page("wuyixiang").get_url() == "/fuzimiao/wuyixiang/"


@pytest.mark.parametrize(
    ("trait", "live"), [("draft", False), ("scheduled", False), ("urgent", True), ("expired", True)]
)
def test_a_notice_is_in_the_state_that_its_trait_names(district, trait, live):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), **{trait: True})
    assert NoticePage.objects.get(pk=notice.pk).live is live
    assert notice.body_owner == district.body("wuyixiang")


def test_an_official_has_the_rights_of_the_role_in_that_body_alone(district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    assert has_right(worker, Right.PUBLISH_PAGES, district.body("wuyixiang"))
    assert not has_right(worker, Right.PUBLISH_PAGES, district.body("lianziying"))


def test_the_clock_stands_still(now):
    assert timezone.now() == now
