"""The home of the workbench, its language, its menu and its headers."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from communities.choices import Role
from communities.roles import Right, roles_with
from communities.workbench import Panel, Shortcut, registry, shortcuts
from tests.admin.world import World
from tests.factories import MembershipFactory

# What pages and files say is the same on each database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

WORKER = Role.COMMITTEE_WORKER
DISTRICT = Role.DISTRICT_ADMINISTRATOR
WORK_ROLES = roles_with(Right.ENTER_WORKBENCH)


@pytest.fixture
def panel():
    """A panel and a shortcut that an app might register."""
    seen = []

    def context(request):
        seen.append(request.user)
        return {"pages": []} if request.user.username == WORKER else None

    registry.register("for-a-test")(
        Panel(
            title="待办测试", template="communities/admin/home/recent_pages.html", context=context, position=5
        )
    )
    shortcuts.register("for-a-test")(lambda _request: [Shortcut(label="发布测试公告", url="/x/")])
    yield seen
    del registry._entries["for-a-test"], shortcuts._entries["for-a-test"]


def test_the_home_says_who_i_am_for_which_body(world: World, as_):
    page = as_(WORKER).get("/admin/").content.decode()
    assert world.own.body.name in page
    assert "社区工作者" in page
    assert world.sibling.body.name not in page


def test_somebody_with_two_bodies_sees_both(world: World, as_):
    MembershipFactory(user=world.people[WORKER], body=world.sibling.body, role=Role.COMMITTEE_DIRECTOR)
    page = as_(WORKER).get("/admin/").content.decode()
    assert world.own.body.name in page
    assert world.sibling.body.name in page


def test_registered_panels_and_shortcuts_are_shown_to_those_they_concern(world: World, as_, panel):
    page = as_(WORKER).get("/admin/").content.decode()
    assert "待办测试" in page
    assert page.index("待办测试") < page.index("最近编辑")
    assert '<a class="button" href="/x/">' in page
    other = as_(Role.STREET_STAFF).get("/admin/").content.decode()
    assert "待办测试" not in other


def test_a_year_without_an_arrangement_is_told_to_those_who_can_enter_it(world: World, as_):
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False):
        told = as_(DISTRICT).get("/admin/").content.decode()
        others = as_(WORKER).get("/admin/").content.decode()
    assert "录入2027年的安排" in told
    assert reverse("calendar_years:add") in told
    assert "缺少放假安排" not in others


@pytest.mark.parametrize("role", WORK_ROLES)
def test_the_home_tells_no_counts_and_no_foreign_pages(world: World, as_, role):
    page = as_(role).get("/admin/").content.decode()
    assert "w-summary" not in page
    if role != DISTRICT:
        assert "东水关" not in page.replace(str(world.sibling.body), "") or role == Role.STREET_STAFF


def test_edits_of_a_former_office_are_not_listed(world: World, as_):
    world.sibling.draft.save_revision(user=world.people[WORKER], log_action=True)
    assert world.sibling.draft.title not in as_(WORKER).get("/admin/").content.decode()


@pytest.mark.parametrize("role", [*WORK_ROLES, "superuser"])
def test_no_link_of_the_home_or_menu_leads_nowhere(world: World, as_, role, request):
    client = as_(role)
    page = client.get("/admin/").content.decode()
    if role not in (WORKER, "superuser"):
        # Between them, these two see every page drawn.
        request.getfixturevalue("undrawn")
    links = set(re.findall(r'"url(?:_name)?": ?"(/admin/[^"]*)"', page)) | set(
        re.findall(r'href="(/admin/[^"]*)"', page)
    )
    assert links
    for link in links - {reverse("wagtailadmin_logout")}:
        answer = client.get(link)
        assert answer.status_code in (200, 302), link
        assert answer.status_code == 200 or answer["Location"] != "/admin/", link


@pytest.mark.parametrize("header", ["en", "en-US,en;q=0.9", "fr", "zh-TW", "*", ""])
def test_the_workbench_is_chinese_whatever_the_browser_asks(world: World, as_, header):
    for url in ("/admin/", reverse("wagtailadmin_explore", args=[world.own.index.pk])):
        page = as_(WORKER).get(url, headers={"accept-language": header}).content.decode()
        assert re.search(r'<html[^>]* lang="zh-(hans|Hans)"', page)
        assert "搜索" in page


def test_the_workbench_is_chinese_whatever_the_profile_says(world: World, as_):
    UserProfile.objects.create(user=world.people[WORKER], preferred_language="en")
    page = as_(WORKER).get(reverse("wagtailadmin_explore", args=[world.own.index.pk])).content.decode()
    assert re.search(r'<html[^>]* lang="zh-(hans|Hans)"', page)


@pytest.mark.parametrize("role", [WORKER, DISTRICT, "superuser"])
def test_no_page_of_the_workbench_calls_another_host(world: World, as_, role):
    client = as_(role)
    urls = [
        "/admin/",
        reverse("wagtailadmin_explore", args=[world.own.index.pk]),
        reverse("wagtailadmin_pages:edit", args=[world.own.draft.pk]),
        reverse("wagtailadmin_pages:history", args=[world.own.draft.pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:index"),
        reverse("members:index") if role != WORKER else "/admin/",
    ]
    loaded = re.compile(
        r'<(?:script|img|link|iframe|source|video|audio|form)[^>]*?(?:src|href|srcset|action)="([^"]+)"'
    )
    for url in urls:
        page = client.get(url).content.decode()
        foreign = [found for found in loaded.findall(page) if re.match(r"(https?:)?//", found)]
        assert not foreign, url
        assert "gravatar" not in page
        assert "releases.wagtail" not in page


@pytest.mark.parametrize(
    "url", ["/admin/", "/admin/login/", "/admin/pages/", "/admin/nowhere/", "/admin/jsi18n/"]
)
def test_nothing_of_the_workbench_is_stored(world: World, as_, url):
    for client in (as_(WORKER), Client()):
        assert client.get(url)["Cache-Control"] == "no-store"


def test_signing_in_to_the_workbench_is_signing_in(world: World):
    answer = Client().get("/admin/login/?next=/admin/pages/")
    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2Fpages%2F"
    assert Client().post("/admin/login/", {"username": "superuser", "password": "x"}).status_code == 302
    anonymous = Client().get("/admin/pages/")
    assert anonymous["Location"].startswith("/accounts/login/?next=/admin/pages/")
    assert Client().get("/_util/login/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("url", ["", "done/", "confirm/x/y/", "complete/"])
def test_wagtails_password_reset_is_off(world: World, url):
    assert Client().get(f"/admin/password_reset/{url}").status_code == 404
    assert Client().post(f"/admin/password_reset/{url}", {"email": "a@b.cn"}).status_code == 404


def test_a_resident_reads_why_they_cannot_come_in(world: World, as_):
    answer = as_(Role.RESIDENT).get("/admin/")
    assert answer.status_code == 403
    assert "Location" not in answer.headers


def test_my_settings_are_those_of_the_account(world: World, as_):
    assert as_(WORKER).get(reverse("wagtailadmin_account"))["Location"] == "/me/"


@pytest.mark.usefixtures("undrawn")
def test_nobody_below_superuser_changes_users(world: World, as_):
    """Whoever changes users in Wagtail's own views can make themselves superuser."""
    target = world.people[Role.RESIDENT]
    for role in Role:
        client = as_(role)
        for name, args in (("index", []), ("add", []), ("edit", [target.pk]), ("delete", [target.pk])):
            url = reverse(f"wagtailusers_users:{name}", args=args)
            for answer in (client.get(url), client.post(url, {"is_superuser": "on", "username": role.value})):
                assert answer.status_code in (403, 404)
        bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
        assert client.post(f"{bulk}?id={target.pk}").status_code in (403, 404)
    target.refresh_from_db()
    assert not target.is_superuser


@pytest.mark.parametrize("role", WORK_ROLES)
def test_sites_collections_workflows_and_groups_are_closed(world: World, as_, role):
    client = as_(role)
    for name in (
        "wagtailsites:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_collections:add",
        "wagtailadmin_workflows:index",
        "wagtailusers_groups:index",
        "wagtailsnippets:index",
        "wagtailadmin_tag_autocomplete",
    ):
        assert client.get(reverse(name)).status_code == 404
    redirects = client.get(reverse("wagtailredirects:index")).status_code
    assert redirects == (200 if role == DISTRICT else 404)
    reports = client.get(reverse("wagtailadmin_reports:site_history")).status_code
    assert reports == (200 if role == DISTRICT else 404)
