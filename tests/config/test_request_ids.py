"""A request keeps the id that it comes with, where it is one."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.request_ids import RequestIdMiddleware
from events.models import Event
from tests.factories import UserFactory


def answer_to(sent):
    """Return the id of the answer, and the one that everything within has read."""
    request = RequestFactory().get("/", headers={"X-Request-ID": sent})
    assert request.headers["X-Request-ID"] == sent  # as somebody before us may have looked
    seen = []
    answer = RequestIdMiddleware(lambda inner: seen.append(inner.headers["X-Request-ID"]) or HttpResponse())
    return answer(request)["X-Request-ID"], seen[0]


@pytest.mark.parametrize("sent", ["4711-abcd", "a" * 64, "3f2504e0-4f89-41d3-9a0c-0305e82c3301"])
def test_an_id_that_is_one_is_kept_and_sent_back(sent):
    assert answer_to(sent) == (sent, sent)


@pytest.mark.parametrize(
    "sent",
    ["", "short", "a" * 65, "-looks-like-an-option", 'x" onload="y', "12345678\tadmin", "请求的编号1234"],
)
def test_anything_else_gets_one_of_ours(sent):
    answered, read = answer_to(sent)
    assert answered == read != sent
    assert uuid.UUID(answered)


@pytest.mark.django_db
def test_the_audit_row_has_the_same(client_for):
    person = UserFactory()
    client = client_for(person)
    answer = client.post(
        "/me/profile/", {"nickname": "新的昵称"}, headers={"X-Request-ID": "from-the-proxy-1"}
    )
    assert answer["X-Request-ID"] == "from-the-proxy-1"
    assert Event.objects.get(verb="user.nickname_changed").request_id == "from-the-proxy-1"
