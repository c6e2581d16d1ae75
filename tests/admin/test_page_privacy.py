"""Wagtail's privacy is out of use: the audience of a page says who reads it."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from communities.choices import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
@pytest.mark.parametrize("role", [Role.COMMITTEE_WORKER, Role.DISTRICT_ADMINISTRATOR])
def test_nobody_puts_a_page_behind_wagtails_privacy(world, client_for, role, kind):
    address = reverse("wagtailadmin_pages:set_privacy", args=[world.own.live.pk])
    client_for(world.people[role]).post(address, {"restriction_type": kind, "password": "abc"})
    assert not PageViewRestriction.objects.exists()
