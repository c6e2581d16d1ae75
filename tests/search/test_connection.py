"""How Elasticsearch is reached: users and keys, certificates, several hosts, a shared cluster."""

import ssl
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from search.connection import SearchSettings
from search.engines.base import EngineAway
from search.engines.elastic import engine as elastic
from search.engines.elastic.engine import ElasticEngine
from tests.servers.children import free_port

GIVEN = SearchSettings(file=Path("unused"), hosts=("http://127.0.0.1:9",))


def authorization(**options):
    made = ElasticEngine(replace(GIVEN, **options))
    return made.client._headers.get("authorization")


def test_a_user_or_a_key_goes_with_each_request():
    assert authorization() is None
    assert authorization(user="站点", password="密码") == f"Basic {b64encode('站点:密码'.encode()).decode()}"
    assert authorization(user="x", password="y", api_key="a2V5") == "ApiKey a2V5"


def test_certificates_are_checked_against_the_one_that_is_named():
    authority = ssl.get_default_verify_paths().cafile or ""
    made = ElasticEngine(replace(GIVEN, hosts=("https://127.0.0.1:9",), ca=authority))
    node = made.client.transport.node_pool.get().config
    assert (node.scheme, node.verify_certs, node.ca_certs) == ("https", True, authority)


def test_a_host_that_is_away_is_passed_over():
    away = tuple(f"http://127.0.0.1:{free_port()}" for _host in range(2))
    with pytest.raises(EngineAway):
        ElasticEngine(replace(GIVEN, hosts=away)).is_ready()
    # Whichever is asked first; a site without Elasticsearch has no third one.
    for _time in range(3 * len(settings.SEARCH.hosts)):
        made = ElasticEngine(replace(settings.SEARCH, hosts=(*away, *settings.SEARCH.hosts), prefix="none"))
        assert not made.is_ready()


def test_prefix_shards_and_copies_are_as_they_are_set():
    made = ElasticEngine(
        replace(settings.SEARCH, hosts=settings.SEARCH.hosts or GIVEN.hosts, prefix="second")
    )
    assert (made.alias, made.building) == ("second-search", "second-search-building")
    for hosts in [settings.SEARCH.hosts] if settings.SEARCH.hosts else []:
        made = ElasticEngine(replace(settings.SEARCH, hosts=hosts, prefix="second", shards=2, replicas=1))
        made.build([])
        try:
            ((name, index),) = made.client.indices.get_settings(index="second-search").items()
            kept = index["settings"]["index"]
            assert name.startswith("second-search-")
            assert (kept["number_of_shards"], kept["number_of_replicas"]) == ("2", "1")
        finally:
            made.client.indices.delete(index=name)


@pytest.mark.parametrize(
    ("refusals", "status", "is_taken"), [(3, 429, True), (9, 429, False), (1, 400, False)]
)
def test_a_build_waits_for_a_server_that_has_too_much_in_hand(monkeypatch, refusals, status, is_taken):
    made, asked, waited = ElasticEngine(GIVEN), [], []
    meta = ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9))

    def bulk(*_args, **_options):
        asked.append(1)
        if len(asked) <= refusals:
            raise EngineAway("refused") from ApiError("circuit_breaking_exception", meta, {})

    monkeypatch.setattr(made, "_bulk", bulk)
    monkeypatch.setattr(elastic.time, "sleep", waited.append)
    try:
        made._bulk_patiently(made.client, [])
    except EngineAway:
        assert not is_taken
    else:
        assert is_taken
        assert waited == [1, 2, 4]
