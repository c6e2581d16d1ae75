"""Areas get their pages, keep them, rename them and leave them behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site, WorkflowPage

from cms_pages.actions.ensure_area_pages import ensure_area_pages
from cms_pages.actions.ensure_site import ensure_site
from cms_pages.columns import open_columns
from cms_pages.models import (
    CommunityPage,
    DepartmentGuidesPage,
    DepartmentNoticesPage,
    FrontPageProfile,
    HomePage,
    NoticeIndexPage,
    StreetPage,
)
from communities.actions.abolish_area import abolish_area
from communities.actions.rename_area import rename_area
from communities.choices import BodyKind, CommunityKind, Level
from communities.models import Area, Body, BodyPage
from tests.factories import NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_every_area_has_its_front_page_column_and_profile(district):
    areas = Area.objects.with_pages()
    assert areas.count() == 8
    assert {type(area.page.specific) for area in areas} == {HomePage, StreetPage, CommunityPage}
    assert NoticeIndexPage.objects.count() == FrontPageProfile.objects.count() == 8


def test_addresses_are_pinyin_below_one_another(district):
    assert district.page().url == "/"
    assert district.page("wuyixiang").url == "/fuzimiao/wuyixiang/"
    assert district.notices_of("wuyixiang").url == "/fuzimiao/wuyixiang/notices/"


def test_the_tree_is_sound_for_wagtail(district):
    assert not any(Page.find_problems())
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"))
    assert notice.get_parent().specific == district.notices_of("wuyixiang")
    assert not any(Page.find_problems())


def test_wagtails_welcome_page_gives_way_to_the_district(district, settings):
    site = Site.objects.get()
    assert site.root_page.specific == district.page()
    assert site.is_default_site
    assert not Page.objects.filter(slug="home", depth=2).exists()


def test_no_page_is_sent_to_moderators_that_do_not_exist(district):
    assert not WorkflowPage.objects.exists()
    assert district.notices_of("wuyixiang").get_workflow() is None


def test_the_site_follows_its_address_in_the_settings(district, settings):
    settings.SITE_URL = "https://qinhuai.example"
    ensure_site(actor=None)
    assert Site.objects.values_list("hostname", "port").get() == ("qinhuai.example", 443)
    settings.SITE_URL = "http://127.0.0.1:9000"
    ensure_site(actor=None)
    assert district.page("wuyixiang").full_url == "http://127.0.0.1:9000/fuzimiao/wuyixiang/"


def test_making_them_again_changes_nothing(district):
    before = list(Page.objects.order_by("path").values())
    ensure_area_pages(actor=None, areas=list(Area.objects.order_by("path")), now=timezone.now())
    assert list(Page.objects.order_by("path").values()) == before
    assert FrontPageProfile.objects.count() == 8


def test_a_column_that_an_area_lacks_is_added_with_its_rights(district):
    column = district.notices_of("fuzimiao")
    BodyPage.objects.filter(page=column).delete()
    Page.objects.filter(pk=column.pk).delete()
    Page.fix_tree()
    ensure_area_pages(actor=None, areas=list(Area.objects.order_by("path")), now=timezone.now())
    column = district.notices_of("fuzimiao")
    assert column.url == "/fuzimiao/notices/"
    assert BodyPage.objects.get(page=column).body == district.body("fuzimiao")
    assert not any(Page.find_problems())


def test_bodies_hold_the_pages_that_are_theirs_and_nothing_above(district):
    def held(body):
        return [row.page.specific for row in BodyPage.objects.filter(body=body)]

    assert held(district.body("wuyixiang")) == [district.page("wuyixiang")]
    street = district.page("fuzimiao")
    columns = [column.page_model.objects.child_of(street).get() for column in open_columns()]
    assert set(held(district.body("fuzimiao"))) == set(columns)
    assert held(district.body()) == [district.page()]
    assert held(district.body("", BodyKind.STEERING_COMMISSION)) == []
    department = district.body("", BodyKind.DEPARTMENT)
    page = DepartmentNoticesPage.objects.get()
    guides = DepartmentGuidesPage.objects.get()
    assert held(department) == [page, guides]
    assert guides.get_parent().slug == "guides"
    assert page.get_parent().specific == district.notices_of()
    assert page.title == "区民政局"


def test_villages_have_their_own_word_for_the_column(district):
    street = district["fuzimiao"]
    village = Area.objects.create(
        level=Level.COMMUNITY,
        code="320104002201",
        name="桥北村委会",
        short_name="桥北村",
        slug="qiaobeicun",
        kind=CommunityKind.VILLAGERS,
        parent=street,
    )
    village.path = f"{street.path}{village.pk}/"
    village.save()
    ensure_area_pages(actor=None, areas=[village], now=timezone.now())
    assert NoticeIndexPage.objects.get(area=village).title == "村务公告"


@pytest.mark.once
def test_queries_do_not_grow_faster_than_the_areas(district):
    def queries(number, first):
        street = district["qinhong"]
        areas = Area.objects.bulk_create(
            Area(
                level=Level.COMMUNITY,
                code=f"{320104001000 + first + i}",
                name=f"第{first + i}社区居委会",
                short_name=f"第{first + i}社区",
                slug=f"di{first + i}",
                kind=CommunityKind.RESIDENTS,
                parent=street,
                path=f"{street.path}{first + i}/",
            )
            for i in range(number)
        )
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ensure_area_pages(actor=None, areas=areas, now=timezone.now())
        return len(captured)

    few, many = queries(5, 100), queries(105, 200)
    # A front page and its columns an area, one query a page, and whatever a batch costs.
    assert (many - few) / 100 <= 1 + len(open_columns()) + 0.2
    assert not any(Page.find_problems())


def test_a_new_name_moves_the_page_and_the_old_address_leads_there(
    client, district, django_capture_on_commit_callbacks
):
    notice = NoticeFactory(parent=district.notices_of("wuyixiang"), slug="shuixiang")
    with django_capture_on_commit_callbacks(execute=True):
        rename_area(
            actor=UserFactory(superuser=True),
            area=district["wuyixiang"],
            name="来燕堂社区居委会",
            now=timezone.now(),
        )
    assert district.page("wuyixiang").title == "来燕堂社区"
    new = district.page("wuyixiang").url
    assert new != "/fuzimiao/wuyixiang/"
    for old, target in (
        ("/fuzimiao/wuyixiang/", new),
        ("/fuzimiao/wuyixiang/notices/", f"{new}notices/"),
        ("/fuzimiao/wuyixiang/notices/feed/", f"{new}notices/feed/"),
        ("/fuzimiao/wuyixiang/notices/shuixiang/", f"{new}notices/{notice.slug}/"),
        ("/fuzimiao/wuyixiang/notices/shuixiang/print/", f"{new}notices/{notice.slug}/print/"),
    ):
        response = client.get(old)
        assert response.status_code == 301
        assert response["Location"].endswith(target)


def test_an_abolished_community_says_so_and_leads_to_its_successor(client, district):
    abolish_area(
        actor=UserFactory(superuser=True),
        area=district["wuyixiang"],
        successor=district["lianziying"],
        now=timezone.now(),
    )
    text = client.get("/fuzimiao/wuyixiang/").content.decode()
    assert "乌衣巷社区已于" in text
    assert 'href="/fuzimiao/lianziying/"' in text
    assert "设为我的社区" not in text
    assert 'href="/fuzimiao/wuyixiang/"' not in client.get("/communities/").content.decode()


@pytest.mark.parametrize("superuser", [True, False])
def test_nobody_takes_a_fixed_page_away(district, superuser):
    if superuser:
        person = UserFactory(superuser=True)
    else:
        person = UserFactory(member={"committee_director": district.body("wuyixiang")})
    for page in (district.page("wuyixiang"), district.notices_of("wuyixiang")):
        may = page.permissions_for_user(person)
        assert not any(
            (
                may.can_delete(),
                may.can_unpublish(),
                may.can_move(),
                may.can_copy(),
                may.can_set_view_restrictions(),
            )
        )
    assert district.notices_of("wuyixiang").permissions_for_user(person).can_add_subpage()


def test_departments_with_one_reading_get_two_addresses(district):
    from communities.actions.add_bodies import add_bodies

    for name in ("秦淮区仁寿局", "秦淮区人寿局"):
        add_bodies(
            actor=None,
            bodies=[Body(kind=BodyKind.DEPARTMENT, name=name, short_name=name[2:], area=district.area)],
            now=timezone.now(),
        )
    slugs = set(DepartmentNoticesPage.objects.values_list("slug", flat=True))
    assert {"qurenshouju", "qurenshouju-2"} <= slugs
