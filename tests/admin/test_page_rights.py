"""Officials see and touch only their own body's pages, at the side addresses, too."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import User
from communities.choices import Role
from communities.models import BodyPage
from tests.admin.world import World

pytestmark = pytest.mark.django_db

WORKER = Role.COMMITTEE_WORKER
PAGE_ADDRESSES = [
    ("wagtailadmin_pages:edit", ["page"]),
    ("wagtailadmin_pages:history", ["page"]),
    ("wagtailadmin_pages:usage", ["page"]),
    ("wagtailadmin_pages:copy", ["page"]),
    ("wagtailadmin_pages:move", ["page"]),
    ("wagtailadmin_pages:delete", ["page"]),
    ("wagtailadmin_pages:set_privacy", ["page"]),
    ("wagtailadmin_pages:view_draft", ["page"]),
    ("wagtailadmin_pages:workflow_history", ["page"]),
    ("wagtailadmin_pages:revisions_view", ["page", "revision"]),
    ("wagtailadmin_pages:revisions_revert", ["page", "revision"]),
    ("wagtailadmin_pages:revisions_compare", ["page", "earliest", "latest"]),
]


def _url(name, arguments, page):
    values = {
        "page": page.pk,
        "revision": page.latest_revision_id,
        "earliest": "earliest",
        "latest": "latest",
    }
    return reverse(name, args=[values[argument] for argument in arguments])


@pytest.mark.parametrize(("name", "arguments"), PAGE_ADDRESSES)
def test_a_worker_opens_their_own_draft(world: World, as_, name, arguments):
    assert as_(WORKER).get(_url(name, arguments, world.own.draft)).status_code == 200


@pytest.mark.parametrize(("name", "arguments"), PAGE_ADDRESSES)
def test_a_sibling_committees_page_does_not_exist(world: World, as_, name, arguments):
    client = as_(WORKER)
    for page in (world.sibling.draft, world.sibling.live):
        url = _url(name, arguments, page)
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_the_explorer_lists_only_own_pages(world: World, as_):
    client = as_(WORKER)
    answer = client.get(reverse("wagtailadmin_explore", args=[world.own.index.pk]))
    assert world.own.draft.title in answer.content.decode()
    assert client.get(reverse("wagtailadmin_explore", args=[world.sibling.index.pk])).status_code == 404
    listed = client.get("/admin/api/main/pages/?for_explorer=1").content.decode()
    assert "东水关" not in listed


def test_the_explorers_filters_name_nobody_of_other_bodies(world: World, as_):
    stranger = world.people[Role.STREET_STAFF]
    Page.objects.filter(pk=world.sibling.live.pk).update(owner=stranger)
    answer = as_(WORKER).get(reverse("wagtailadmin_explore", args=[world.own.index.pk]))
    assert stranger.username not in answer.content.decode()


def test_a_district_administrator_works_on_everybodys_pages(world: World, as_):
    client = as_(Role.DISTRICT_ADMINISTRATOR)
    for page in (world.own.draft, world.sibling.draft):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_somebody_with_two_offices_works_on_both(world: World, official, client_for):
    person = official(WORKER, world.own.body)
    from tests.factories import MembershipFactory

    MembershipFactory(user=person, body=world.sibling.body, role=WORKER)
    client = client_for(person)
    for page in (world.own.draft, world.sibling.draft):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_an_ended_membership_gives_nothing(world: World, client_for):
    from tests.factories import MembershipFactory, UserFactory

    person = UserFactory()
    MembershipFactory(user=person, body=world.own.body, role=WORKER, ended=True)
    MembershipFactory(user=person, body=world.own.body, role=Role.COMMITTEE_DIRECTOR, coming=True)
    assert client_for(person).get("/admin/").status_code == 403


@pytest.mark.parametrize("action", ["delete", "unpublish", "move", "copy", "set_privacy"])
@pytest.mark.parametrize("role", [WORKER, Role.DISTRICT_ADMINISTRATOR])
def test_front_pages_and_columns_stay_where_they_are(world: World, as_, action, role):
    client = as_(role)
    pages = [world.own.index] if role == WORKER else [world.own.index, world.own.front, world.district.page()]
    for page in pages:
        url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
        assert client.post(url).status_code == 403
        page.refresh_from_db()
        assert page.live


@pytest.mark.parametrize("action", ["delete", "unpublish", "move"])
def test_bulk_actions_leave_columns_where_they_are(world: World, as_, action):
    client = as_(Role.DISTRICT_ADMINISTRATOR)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    before = world.own.index.path
    client.post(f"{url}?id={world.own.index.pk}", {"chooser": world.sibling.index.pk})
    world.own.index.refresh_from_db()
    assert world.own.index.live
    assert world.own.index.path == before


def test_moving_and_copying_into_another_bodys_pages_is_refused(world: World, as_):
    client = as_(WORKER)
    page = world.own.live
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, world.sibling.index.pk])
    assert client.post(confirm).status_code == 404
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "复制", "new_slug": "copy", "new_parent_page": world.sibling.index.pk}
    assert client.post(copy, data).status_code == 404
    assert client.post(copy, {**data, "new_parent_page": 999999}).status_code == 404
    assert not Page.objects.child_of(world.sibling.index).filter(slug="copy").exists()
    data["new_parent_page"] = world.own.index.pk
    assert client.post(copy, data).status_code == 302
    assert Page.objects.child_of(world.own.index).filter(slug="copy").exists()


@pytest.mark.parametrize("action", ["delete", "publish", "unpublish", "move"])
def test_the_bulk_page_names_no_foreign_title(world: World, as_, action):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    client = as_(WORKER)
    foreign = client.get(f"{url}?id={world.sibling.draft.pk}&id={world.own.draft.pk}")
    assert "东水关未发布" not in foreign.content.decode()
    everything = client.get(f"{url}?id=all")
    assert "东水关" not in everything.content.decode()
    assert client.get(f"{url}?id=all&childOf={world.sibling.index.pk}").status_code == 404
    client.post(f"{url}?id={world.sibling.draft.pk}", {"chooser": world.own.index.pk})
    world.sibling.draft.refresh_from_db()
    assert not world.sibling.draft.live
    assert world.sibling.draft.get_parent().pk == world.sibling.index.pk


def test_page_choosers_offer_own_pages_and_published_ones_of_others(world: World, as_):
    client = as_(WORKER)
    own = client.get(reverse("wagtailadmin_choose_page_child", args=[world.own.index.pk]))
    assert world.own.draft.title in own.json()["html"]
    theirs = client.get(reverse("wagtailadmin_choose_page_child", args=[world.sibling.index.pk]))
    assert world.sibling.live.title in theirs.json()["html"]
    assert world.sibling.draft.title not in theirs.json()["html"]
    assert (
        client.get(reverse("wagtailadmin_choose_page_child", args=[world.sibling.draft.pk])).status_code
        == 404
    )


def test_the_choosers_search_finds_no_foreign_draft(world: World, as_):
    client = as_(WORKER)
    found = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "东水关"}).content.decode()
    assert world.sibling.live.title in found
    assert world.sibling.draft.title not in found


def test_a_new_title_in_somebodys_draft_is_not_shown_to_others(world: World, as_):
    world.sibling.live.title = "尚未公布的新标题"
    world.sibling.live.save_revision()
    client = as_(WORKER)
    for url in (
        reverse("wagtailadmin_choose_page_search") + "?q=东水关",
        reverse("wagtailadmin_choose_page_child", args=[world.sibling.index.pk]),
    ):
        assert "尚未公布" not in client.get(url).content.decode()


def test_chosen_pages_tell_no_foreign_title(world: World, as_):
    url = reverse("wagtailadmin_choose_page_chosen_multiple")
    client = as_(WORKER)
    assert client.get(url, {"id": [world.own.draft.pk, world.sibling.draft.pk]}).status_code == 404
    assert client.get(url, {"id": [world.own.draft.pk]}).status_code == 200


def test_choosers_of_a_new_parent_offer_only_own_pages(world: World, as_):
    client = as_(WORKER)
    url = reverse("wagtailadmin_choose_page_child", args=[world.sibling.index.pk])
    answer = client.get(url, {"user_perms": "move_to", "target_pages[]": world.own.live.pk})
    assert answer.status_code == 404 or world.sibling.live.title not in answer.json()["html"]


def test_a_typed_address_does_not_tell_a_title(world: World, as_):
    url = reverse("wagtailadmin_choose_page_external_link")
    data = {"external-link-chooser-url": world.sibling.live.full_url, "external-link-chooser-link_text": ""}
    assert world.sibling.live.title not in as_(WORKER).post(url, data).content.decode()


def test_the_policys_lists_of_people_agree_with_its_answers(world: World):
    policy = policy_registry.get_by_type(Page)
    people = list(User.objects.all())
    for action in ("add", "change", "publish", "lock", "bulk_delete"):
        for page in (world.own.draft, world.sibling.draft, world.own.front, world.district.page()):
            may = {p for p in people if policy.user_has_permission_for_instance(p, action, page)}
            assert set(policy.users_with_permission_for_instance(action, page)) == may
        may = {p for p in people if policy.user_has_permission(p, action)}
        assert set(policy.users_with_permission(action)) == may


def test_rights_in_the_tree_cost_two_queries_for_any_number_of_questions(
    world: World, django_assert_num_queries
):
    worker = User.objects.get(pk=world.people[WORKER].pk)
    pages = list(Page.objects.all())
    assert BodyPage.objects.count() > 3
    policy = policy_registry.get_by_type(Page)
    with django_assert_num_queries(2):  # memberships, body pages
        for page in pages:
            policy.user_has_permission_for_instance(worker, "publish", page)
