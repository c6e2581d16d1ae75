"""An existing site gets the pages of a column that a release brings, by the release itself."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms_pages.models import DisclosureIndexPage, ForumPage
from cms_pages.release import on_release
from communities.models import Area, BodyPage

pytestmark = pytest.mark.django_db


def as_before_the_column(model):
    """Leave the site as a release without the column had it."""
    for page in model.objects.all():
        page.delete()
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [ForumPage, DisclosureIndexPage])
def test_migrating_an_existing_site_makes_the_missing_column_pages(client, district, model):
    as_before_the_column(model)
    assert client.get("/qinhong/").status_code == 200
    call_command("migrate", interactive=False, verbosity=0)
    assert set(model.objects.live().values_list("area_id", flat=True)) == {
        area.pk for area in district.areas.values()
    }
    page = model.objects.get(area=district["wuyixiang"])
    assert page.get_url() == f"/fuzimiao/wuyixiang/{page.slug}/"
    street = model.objects.get(area=district["fuzimiao"])
    assert BodyPage.objects.get(page=street).body == district.body("fuzimiao")
    assert client.get(page.get_url()).status_code == 200
    assert page.get_url() in client.get("/fuzimiao/wuyixiang/").content.decode()
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_second_time_nothing_is_made(district):
    on_release()
    before = list(Page.objects.order_by("path").values_list("path", "numchild", "url_path"))
    on_release()
    assert list(Page.objects.order_by("path").values_list("path", "numchild", "url_path")) == before


def test_an_abolished_area_gets_no_new_column(district):
    as_before_the_column(ForumPage)
    Area.objects.filter(pk=district["kangjuli"].pk).update(state="abolished")
    on_release()
    assert not ForumPage.objects.filter(area=district["kangjuli"]).exists()
    assert ForumPage.objects.count() == len(district.areas) - 1


def test_where_migrations_were_taken_back_nothing_is_made(district):
    as_before_the_column(ForumPage)
    on_release(plan=[(None, True)])
    assert not ForumPage.objects.exists()
