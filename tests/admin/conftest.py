"""Fixtures of the workbench's tests."""

import pytest
from django.test import Client

from tests.admin.world import World, build_world
from tests.factories.district import District
from tests.kept import kept


@pytest.fixture
def world(district: District) -> World:
    """Two sibling committees, and one person a role."""
    return kept("world", lambda: build_world(district))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is drawn: for tests that ask hundreds for their status; what they say is tested elsewhere."""
    monkeypatch.setattr("design.views.errors.render_to_string", lambda *_args, **_kwargs: "")
    monkeypatch.setattr("django.template.response.SimpleTemplateResponse.rendered_content", "")
    monkeypatch.setattr("django.shortcuts.loader.render_to_string", lambda *_args, **_kwargs: "")


@pytest.fixture
def as_(world: World, client_for) -> "callable":
    """A client signed in as the person of a role: `as_("committee_worker")`."""

    def make(role: str) -> Client:
        return client_for(world.people[role])

    return make
