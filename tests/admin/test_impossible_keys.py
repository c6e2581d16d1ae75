"""Keys that no row can have: not found, never an error of the site."""

import pytest
from django.urls import reverse

from communities.choices import Role

pytestmark = pytest.mark.django_db

TOO_LARGE = 10**25
NAMES = [
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_explore",
    "wagtailadmin_choose_page_child",
    "wagtailimages:edit",
    "wagtaildocs:edit",
    "received_notices:read",
    "notice_receipts:list",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.COMMITTEE_WORKER, Role.DISTRICT_ADMINISTRATOR])
def test_a_number_too_large_in_an_address_is_not_found(as_, name, role):
    assert as_(role).get(reverse(name, args=[TOO_LARGE])).status_code == 404


@pytest.mark.parametrize(
    "kind", [("wagtailcore", "page"), ("media", "image"), ("media", "document")], ids=lambda kind: kind[1]
)
def test_a_number_too_large_in_a_bulk_action_is_not_found(as_, kind):
    url = reverse("wagtail_bulk_action", args=[*kind, "delete"])
    assert as_(Role.COMMITTEE_WORKER).get(f"{url}?id={TOO_LARGE}").status_code == 404


def test_a_filter_by_a_number_too_large_is_not_found(as_, world):
    url = reverse("wagtailadmin_pages:history", args=[world.own.live.pk])
    assert as_(Role.COMMITTEE_WORKER).get(f"{url}?user={TOO_LARGE}").status_code in (200, 404)


@pytest.mark.parametrize("key", ["abc", str(TOO_LARGE)])
def test_an_editing_session_of_no_possible_page_is_not_found(as_, key):
    url = reverse("wagtailadmin_editing_sessions:ping", args=["cms_pages", "noticepage", key, 1])
    assert as_(Role.COMMITTEE_WORKER).post(url).status_code == 404


def test_a_parameter_that_the_list_for_scripts_does_not_know_is_a_bad_request(as_):
    url = reverse("wagtailadmin_api:pages:listing")
    response = as_(Role.COMMITTEE_WORKER).get(f"{url}?search=a&search_operator=x")
    assert response.status_code == 400
