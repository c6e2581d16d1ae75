"""The demonstration's guides."""

import pytest

from cms_pages.guides.words import REFERENCE
from cms_pages.models import GuidePage, SharedFact
from communities.actions.seed_categories import seed_categories
from communities.models import Category
from demonstration.departments import load_departments
from demonstration.guides import load
from demonstration.guides.load import TEXTS
from demonstration.offices import load_offices
from demonstration.places import stage

pytestmark = pytest.mark.django_db


@pytest.mark.once
def test_a_district_gets_guides_that_can_be_published_and_some_that_need_care(district, now, client):
    seed_categories(actor=None)
    load_departments(stage(), now)
    load_offices()
    assert load(now) == len(TEXTS) == GuidePage.objects.count() >= 35
    guides = GuidePage.objects.all()
    assert guides.not_live().count() == 1
    assert 1 <= guides.stale(now.date()).count() <= 5
    assert guides.filter(variants__gt="[]").count() >= 8
    assert set(Category.objects.filter(scheme="guide_event")) == {
        event for guide in guides for event in guide.life_events.all()
    }
    used = {name for guide in guides for name in REFERENCE.findall(guide.search_text)}
    assert used == set(SharedFact.objects.values_list("name", flat=True))
    for guide in guides.live():
        page = client.get(guide.url)
        assert page.status_code == 200
        assert "[[" not in page.content.decode()
    assert load(now) == 0
