"""The workbench's searches find Chinese words anywhere, and bear whatever is typed."""

import pytest
from django.urls import reverse
from wagtail.admin.forms.search import SearchForm
from wagtail.search.backends import get_search_backend

from cms_pages.models import NoticePage
from communities.choices import Role
from tests.admin.naughty import NAUGHTY
from tests.admin.world import World

pytestmark = pytest.mark.django_db

WORKER = Role.COMMITTEE_WORKER
DISTRICT = Role.DISTRICT_ADMINISTRATOR
SEARCHES = [
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page_search",
    "wagtailimages:index_results",
    "wagtaildocs:index_results",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs_chooser:choose_results",
    "contact_facts:index_results",
    "members:index_results",
    "happenings:index_results",
    "areas:index_results",
    "wagtailredirects:index_results",
]
# One of each trouble that the whole list has been seen to cause.
WORST = [
    '"',
    "\u3000",
    "\x00",
    "a" * 10_000,
    "👩‍👩‍👧‍👦",
    "\\",
    "%",
    "' OR 1=1 --",
    "﷽",
    "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
]


@pytest.mark.parametrize("word", ["已发布", "发布的公", "乌衣巷", "公告", "巷"])
def test_a_chinese_word_from_the_middle_of_a_title_finds_the_page(world: World, as_, word):
    client = as_(WORKER)
    for url in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore", args=[world.own.index.pk]),
        reverse("wagtailadmin_choose_page_search"),
    ):
        assert world.own.live.title in client.get(url, {"q": word}).content.decode(), url


@pytest.mark.parametrize("word", ["东水关", "未发布的草稿"])
def test_the_page_search_finds_nothing_of_others(world: World, as_, word):
    found = as_(WORKER).get(reverse("wagtailadmin_pages:search"), {"q": word}).content.decode()
    assert world.sibling.draft.title not in found
    assert world.sibling.live.title not in found


def test_files_are_found_by_a_word_of_their_title_and_only_ones_own(world: World, as_):
    client = as_(WORKER)
    for url in ("wagtailimages:index_results", "wagtaildocs:index_results"):
        found = client.get(reverse(url), {"q": "巷的"}).content.decode()
        assert "乌衣巷的" in found
        assert "东水关" not in client.get(reverse(url), {"q": "东水"}).content.decode().replace("“东水”", "")


@pytest.mark.parametrize("name", SEARCHES)
def test_no_search_of_the_workbench_fails_over_odd_input(world: World, as_, name):
    client = as_(DISTRICT)
    url = reverse(name)
    for typed in WORST:
        assert client.get(url, {"q": typed}).status_code == 200, repr(typed)


def test_the_search_under_all_of_them_bears_the_whole_list(world: World):
    assert len(NAUGHTY) > 150
    for typed in NAUGHTY:
        form = SearchForm({"q": typed})
        if form.is_valid() and form.cleaned_data["q"]:
            assert len(get_search_backend().search(form.cleaned_data["q"], NoticePage.objects.all())) >= 0


@pytest.mark.full
def test_the_page_search_bears_the_whole_list(world: World, as_):
    client = as_(WORKER)
    url = reverse("wagtailadmin_pages:search_results")
    explorer = reverse("wagtailadmin_explore_results", args=[world.own.index.pk])
    failed = [
        typed
        for typed in NAUGHTY
        for address in (url, explorer)
        if client.get(address, {"q": typed}).status_code >= 500
    ]
    assert not failed
