"""Images and documents: a body's own, and the shared folder to choose from."""

import pytest
from django.urls import reverse
from wagtail.permissions import policy_registry

from accounts.models import User
from communities.choices import Role
from media.models import Document, Image
from tests.admin.world import World
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db
WORKER = Role.COMMITTEE_WORKER


def test_a_worker_finds_their_own_files_only(world: World, as_):
    client = as_(WORKER)
    for name in ("wagtailimages:index", "wagtaildocs:index"):
        page = client.get(reverse(name)).content.decode()
        assert "乌衣巷的" in page
        assert "东水关" not in page


def test_choosers_offer_ones_own_files_and_the_shared_ones(world: World, as_):
    client = as_(WORKER)
    shown = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]
    assert "乌衣巷的照片" in shown
    assert "全区共用的图" in shown
    assert "东水关的照片" not in shown
    assert (
        client.get(reverse("wagtailimages_chooser:chosen", args=[world.shared_image.pk])).status_code == 200
    )
    assert client.get(reverse("wagtailimages:edit", args=[world.shared_image.pk])).status_code == 302


@pytest.mark.parametrize("pk", ["x", "0", "99999999999999999999"])
def test_a_chooser_bears_any_key(world: World, as_, pk):
    assert as_(WORKER).get(reverse("wagtailimages_chooser:chosen", args=[pk])).status_code == 404


def test_several_chosen_files_must_all_be_ones_own(world: World, as_):
    client = as_(WORKER)
    for chooser, mine, theirs in (
        ("wagtailimages_chooser", world.own.image, world.sibling.image),
        ("wagtaildocs_chooser", world.own.document, world.sibling.document),
    ):
        url = reverse(f"{chooser}:chosen_multiple")
        assert client.get(url, {"id": [mine.pk]}).status_code == 200
        assert client.get(url, {"id": [mine.pk, theirs.pk]}).status_code == 404


def test_a_streets_staff_have_no_business_in_its_committees_folders(world: World, as_):
    street = world.district.body("fuzimiao")
    assert world.own.body.collection.is_descendant_of(street.collection)
    inside = ImageFactory(title="街道自己的图", collection=street.collection)
    client = as_(Role.STREET_STAFF)
    assert client.get(reverse("wagtailimages:edit", args=[inside.pk])).status_code == 200
    assert client.get(reverse("wagtailimages:edit", args=[world.own.image.pk])).status_code == 404
    assert world.own.image.title not in client.get(reverse("wagtailimages:index")).content.decode()


def test_a_file_can_only_be_put_into_ones_own_folder(world: World, as_):
    url = reverse("wagtailimages:edit", args=[world.own.image.pk])
    data = {
        "title": "改名",
        "description": "桥",
        "people": "nobody",
        "collection": world.sibling.body.collection_id,
    }
    as_(WORKER).post(url, data)
    world.own.image.refresh_from_db()
    assert world.own.image.collection_id == world.own.body.collection_id


@pytest.mark.parametrize("action", ["delete", "add_to_collection", "add_tags"])
def test_bulk_actions_name_and_touch_no_foreign_file(world: World, as_, action):
    client = as_(WORKER)
    url = reverse("wagtail_bulk_action", args=["media", "image", action])
    for ids in (
        f"id={world.sibling.image.pk}",
        "id=all",
        f"id=all&childOf={world.sibling.body.collection_id}",
    ):
        page = client.get(f"{url}?{ids}").content.decode()
        assert "东水关" not in page
        if ids != "id=all":
            client.post(f"{url}?{ids}", {"collection": world.own.body.collection_id})
    world.sibling.image.refresh_from_db()
    assert world.sibling.image.collection_id == world.sibling.body.collection_id


@pytest.mark.parametrize("model", [Image, Document])
def test_the_policys_lists_of_people_and_files_agree_with_its_answers(world: World, model):
    policy = policy_registry.get_by_type(model)
    people = list(User.objects.all())
    for action in ("change", "choose"):
        for item in model.objects.all():
            may = {
                person for person in people if policy.user_has_permission_for_instance(person, action, item)
            }
            listed = {
                person
                for person in people
                if item in policy.instances_user_has_permission_for(person, action)
            }
            assert may == listed
            assert set(policy.users_with_permission_for_instance(action, item)) == may


def test_addresses_that_take_a_size_of_a_picture_are_closed(world: World, as_):
    for role in (WORKER, "superuser"):
        client = as_(role)
        for name, args in (
            ("url_generator", [world.own.image.pk]),
            ("preview", [world.own.image.pk, "width-9999"]),
        ):
            assert client.get(reverse(f"wagtailimages:{name}", args=args)).status_code == 404
