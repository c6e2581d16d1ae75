"""Content for measuring: the same by its seed, lists show it, and never among real data."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms_pages.models import GuidePage, NoticePage, ServicePage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def seed(**options):
    out = StringIO()
    call_command("seed_load", stdout=out, **options)
    return out.getvalue()


def content():
    return [
        list(model.objects.order_by("slug").values_list("slug", "title", "area_id", "body_owner_id"))
        for model in (NoticePage, GuidePage, ServicePage)
    ]


def test_the_same_seed_makes_the_same_and_only_what_is_missing(district):
    said = seed(notices=30, guides=5, services=12, seed=7)
    assert "notices: 30 (" in said
    first = content()
    assert [len(rows) for rows in first] == [30, 5, 12]
    assert "notices: 0 (" in seed(notices=30, guides=5, services=12, seed=7)
    assert content() == first
    seed(notices=40, seed=7)
    seed(notices=10, seed=8)
    assert NoticePage.objects.count() == 50
    assert first[0][0] in content()[0]
    for model in (NoticePage, GuidePage, ServicePage):
        for page in model.objects.all():
            parent = page.get_parent().specific
            assert page.area_id == parent.area_id
            assert page.body_owner.area_id == page.area_id


def test_the_tree_stays_sound_and_lists_and_pages_show_it(district, client_for):
    seed(notices=40, guides=4, services=10)
    assert not any(Page.find_problems())
    client = Client()
    for model in (NoticePage, GuidePage, ServicePage):
        page = model.objects.live().order_by("pk").first()
        assert client.get(page.get_url()).status_code == 200, page.get_url()
    for address in ("/notices/", "/guides/", "/services/"):
        assert "（" in client.get(address).content.decode()
    admin = client_for(UserFactory(superuser=True))
    assert admin.get(f"/admin/pages/{NoticePage.objects.first().pk}/edit/").status_code == 200


@pytest.mark.once
def test_a_thousand_cost_hardly_more_queries_than_a_hundred(district):
    def queries(number, seed_):
        with CaptureQueriesContext(connection) as found:
            seed(notices=number, seed=seed_)
        return len(found)

    assert queries(400, 2) - queries(100, 1) < 40


def test_it_refuses_production_and_real_data_without_a_flag(district, settings):
    UserFactory()
    with pytest.raises(CommandError, match="--among-real-data"):
        seed(notices=3)
    seed(notices=3, among_real_data=True)
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="正式网站"):
        seed(notices=9, among_real_data=True)
    assert NoticePage.objects.count() == 3


def test_it_needs_a_district_and_sensible_numbers(db, district):
    with pytest.raises(CommandError, match="负数"):
        seed(notices=-1)
