"""What somebody might try at every address: a form from another site, and guessing what exists."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from communities.choices import Role
from tests.admin.test_address_table import addresses, path_of
from tests.admin.world import World
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# A question that changes nothing, asked by POST for its length; and what sets no more than how pages look.
HARMLESS = {"display", "my-community-choice"}


def test_a_form_from_another_site_is_refused_at_every_address(world: World, client_for, monkeypatch):
    monkeypatch.setattr("design.views.errors.render_to_string", lambda *_args, **_kwargs: "")
    for role in (Role.DISTRICT_ADMINISTRATOR, Role.RESIDENT):
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.cookies.update(client_for(world.people[role]).cookies)
        holdings = next(iter(world.of_role(role)))
        let_in = []
        for address in addresses():
            with transaction.atomic():
                response = client.post(path_of(address, world, holdings), {"x": "1"})
                transaction.set_rollback(True)
            # Refused, no such address, not by POST, or sent to sign in: in no case done.
            if response.status_code not in (403, 404, 405, 302) and address.name not in HARMLESS:
                let_in.append(f"{address.name}: {response.status_code}")
        assert not let_in, "\n".join(let_in)


# What belongs to an office, by the name of the address and of the thing in `Holdings`.
OF_AN_OFFICE = [
    ("contact_facts:edit", "fact"),
    ("opening_schedules:edit", "schedule"),
    ("members:delete", "membership"),
    ("notice_releases:edit", "release"),
    ("error_reports:read", "error_report"),
    ("disclosure_items:edit", "item"),
    ("wagtailadmin_pages:edit", "draft"),
    ("wagtailadmin_pages:view_draft", "draft"),
    ("wagtailadmin_pages:history", "draft"),
    ("wagtailadmin_pages:delete", "draft"),
    ("wagtailadmin_explore", "index"),
    ("wagtailimages:edit", "image"),
    ("wagtaildocs:edit", "document"),
]


def bare(response) -> str:
    """Return an answer without what names the address that was asked for, and without one-time tokens."""
    text = response.content.decode()
    return re.sub(r'(csrf\w*"? value="|next=)[^"&]*|/admin/[^"\s]*', "", text)


@pytest.mark.parametrize(("name", "thing"), OF_AN_OFFICE)
def test_what_is_another_s_looks_like_what_does_not_exist(world: World, as_, name, thing):
    client = as_(Role.COMMITTEE_DIRECTOR)
    foreign, nowhere = getattr(world.sibling, thing).pk, 2**31 - 5
    for method in ("get", "post"):
        answers = [getattr(client, method)(reverse(name, args=[key])) for key in (foreign, nowhere)]
        assert [answer.status_code for answer in answers] in ([404, 404], [405, 405]), (name, method)
        assert bare(answers[0]) == bare(answers[1]), (name, method)


def test_a_private_topic_looks_like_none(world: World, client_for, district):
    from forum.models import Topic

    topic = world.topic
    Topic.objects.filter(pk=topic.pk).update(kind="enquiry", is_private=True)
    for client in (client_for(None), client_for(UserFactory())):
        there, nowhere = client.get(f"/topics/{topic.pk}/"), client.get("/topics/2147483000/")
        assert there.status_code == nowhere.status_code == 404
        strip = re.compile(r"/topics/\d+/|%2Ftopics%2F\d+%2F")
        assert strip.sub("", bare(there)) == strip.sub("", bare(nowhere))
