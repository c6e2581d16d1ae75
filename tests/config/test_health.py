import pytest
from django.db import DatabaseError, connection

from config.health import PATH


@pytest.mark.django_db
def test_a_well_site_says_so_by_any_host_name_and_over_plain_http(
    client, settings, django_assert_num_queries
):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["www.example.gov.cn"]
    with django_assert_num_queries(1):
        response = client.get(PATH, headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


@pytest.mark.django_db
def test_a_site_without_its_database_is_not_well_and_tells_nothing_else(client, monkeypatch):
    def away(*_arguments):
        raise DatabaseError("password authentication failed for user site")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get(PATH)
    assert (response.status_code, response.json()) == (503, {"status": "error"})


def test_nothing_can_be_sent_to_it(client):
    response = client.post(PATH)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
