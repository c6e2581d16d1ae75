"""Fixtures of the account tests."""

from datetime import UTC, datetime

import pytest

from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def resident(db):
    return UserFactory(username="zhangsan", nickname="老张", date_joined=datetime(2025, 1, 1, tzinfo=UTC))


@pytest.fixture
def sign_up_form(db):
    def fields(**changes):
        return {
            "username": "lisi",
            "contact": "13900001234",
            "nickname": "",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "age": "adult",
            "agrees": "on",
        } | changes

    return fields


@pytest.fixture
def sign_in(client):
    """Try to sign in and return the answer."""

    def post(username="zhangsan", password=PASSWORD, client=client, **more):
        headers = {key: more.pop(key) for key in list(more) if key.startswith(("HTTP_", "REMOTE_"))}
        return client.post("/accounts/login/", {"login": username, "password": password, **more}, **headers)

    return post
