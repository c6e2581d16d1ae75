"""Header and footer know where one is."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from cms_pages import navigation
from cms_pages.columns import open_columns
from cms_pages.context_processors import site_navigation
from cms_pages.page_cache import generations
from communities import page_marks
from communities.choices import ContactKind
from communities.models import ContactFact
from tests.factories import NoticeFactory

# What pages and files say is the same on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def place_of(district, slug=None):
    request = RequestFactory().get("/somewhere/")
    if slug is not None:
        navigation.set_area(request, district[slug])
    return navigation.of_request(request, timezone.now())


def test_a_communitys_page_knows_its_way_up(district):
    ContactFact.objects.create(body=district.body("wuyixiang"), kind=ContactKind.PHONE, value="025-0000 0001")
    area = place_of(district, "wuyixiang").current_area
    assert area["name"] == "乌衣巷社区"
    assert area["url"] == "/fuzimiao/wuyixiang/"
    assert area["level"] == "community"
    assert area["code"] == "320104002005"
    assert [parent["url"] for parent in area["parents"]] == ["/", "/fuzimiao/"]
    assert area["contact_phone"] == "025-0000 0001"


def test_surroundings_are_kept_until_something_in_the_area_changes(district):
    def menu_of(slug):
        request = RequestFactory().get(f"/fuzimiao/{slug}/forum/", headers={"host": "localhost"})
        navigation.set_area(request, district[slug])
        page_marks.share_surroundings(request)
        place = navigation.of_request(request, timezone.now())
        return [column["label"] for column in place.menu_columns], place.current_area, place.urgent_banners

    first = menu_of("wuyixiang")
    assert menu_of("wuyixiang")[1]["parents"][1] == {"name": "夫子庙街道", "url": "/fuzimiao/"}
    column = district.page("wuyixiang").get_children().live().first()
    column.title = "换了名字"
    column.save()
    with CaptureQueriesContext(connection) as captured:
        assert menu_of("wuyixiang")[0] == first[0]
    assert len(captured) == 0
    generations.change([district["wuyixiang"].path])
    assert "换了名字" in menu_of("wuyixiang")[0]
    assert menu_of("wuyixiang")[1]["contact_phone"] == ""


def test_columns_are_those_of_the_current_area(district):
    slugs = [column.slug for column in open_columns()]
    street = [column["url"] for column in place_of(district, "fuzimiao").menu_columns]
    assert street == [f"/fuzimiao/{slug}/" for slug in slugs]
    assert [column["url"] for column in place_of(district).menu_columns] == [f"/{slug}/" for slug in slugs]
    assert next(column["label"] for column in place_of(district).menu_columns) == "社区公告"


def test_a_page_without_an_area_has_none_and_the_districts_columns(district):
    place = place_of(district)
    assert place.current_area is None
    assert str(place.district) == "秦淮区"


def test_an_empty_site_has_neither(db):
    place = place_of({})
    assert place.current_area is None
    assert place.menu_columns == []
    assert place.urgent_banners == []
    assert place.district is None


@pytest.mark.parametrize(
    ("path", "current"), [("/fuzimiao/notices/", "page"), ("/fuzimiao/notices/x/", "true")]
)
def test_the_current_column_is_marked(client, district, path, current):
    if path.endswith("/x/"):
        NoticeFactory(parent=district.notices_of("fuzimiao"), slug="x")
    text = client.get(path).content.decode()
    assert f'href="/fuzimiao/notices/" aria-current="{current}"' in text


def test_banners_are_those_of_the_current_area(district):
    NoticeFactory(parent=district.notices_of("wuyixiang"), title="今晚停水", urgent=True)
    assert [banner["title"] for banner in place_of(district, "wuyixiang").urgent_banners] == ["今晚停水"]
    assert place_of(district, "lianziying").urgent_banners == []
    assert place_of(district).urgent_banners == []


def test_all_of_it_takes_four_queries_at_most(district):
    request = RequestFactory().get("/somewhere/")
    navigation.set_area(request, district["wuyixiang"])
    context = site_navigation(request)
    context["menu_columns"][0]["url"]  # content types and addresses are read once a process
    request = RequestFactory().get("/somewhere/")
    navigation.set_area(request, district["wuyixiang"])
    Site.find_for_request(request)  # as routing has done
    with CaptureQueriesContext(connection) as captured:
        context = site_navigation(request)
        assert context["current_area"]["name"] == "乌衣巷社区"
        assert len(context["menu_columns"]) == len(open_columns())
        assert not context["urgent_banners"]
        assert context["footer"]["links"]
        assert str(context["site_district"]) == "秦淮区"
    # Wagtail asks for view restrictions, where `public()` is used, besides.
    assert len([q for q in captured if "pageviewrestriction" not in q["sql"]]) <= 4


def test_a_template_that_shows_none_of_it_asks_nothing(district):
    with CaptureQueriesContext(connection) as captured:
        site_navigation(RequestFactory().get("/admin/"))
    assert len(captured) == 0


def test_the_footer_states_who_runs_the_site(client, district, settings):
    settings.SITE_FOOTER = {**settings.SITE_FOOTER, "icp": "苏ICP备00000000号", "sponsor": "秦淮区人民政府"}
    text = client.get("/").content.decode()
    assert "苏ICP备00000000号" in text
    assert "主办单位：秦淮区人民政府" in text
    assert 'href="/communities/find/"' in text


def test_the_header_offers_my_community_to_everybody_alike(client, district):
    text = client.get("/fuzimiao/").content.decode()
    assert 'href="/my-community/"' in text
    assert 'href="/communities/"' in text
