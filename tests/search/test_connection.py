"""How Elasticsearch is reached: users and keys, certificates, several hosts, a shared cluster."""

import ssl
import threading
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from search.connection import SearchSettings
from search.documents import Entry
from search.engines.base import EngineAway, Writing
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


@pytest.fixture
def authority(tmp_path):
    """A certificate authority, and a server's certificate that it signed: files of the two, and the key."""
    keys = [ec.generate_private_key(ec.SECP256R1()) for _holder in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("authority", "server")]
    now, files = datetime.now(UTC), []
    for number, (key, name) in enumerate(zip(keys, names, strict=True)):
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=number == 0, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[0].public_key()), critical=False
            )
        )
        files.append(tmp_path / f"{number}.pem")
        files[-1].write_bytes(made.sign(keys[0], hashes.SHA256()).public_bytes(Encoding.PEM))
    key_file = tmp_path / "key.pem"
    key_file.write_bytes(
        keys[1].private_bytes(Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return (*files, key_file)


class Missing(BaseHTTPRequestHandler):
    """A cluster without an index, as far as it is asked here."""

    heard: ClassVar[list[str]] = []

    def do_GET(self):
        self.heard.append(self.headers["Authorization"])
        text = b'{"error": {"type": "index_not_found_exception"}, "status": 404}'
        self.send_response(404)
        for name, value in (
            ("X-Elastic-Product", "Elasticsearch"),
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(text))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args):
        """Say nothing."""


def test_a_server_is_trusted_by_the_authority_that_is_named_and_by_no_other(authority, tmp_path):
    """A real handshake, in which a password goes to nobody else."""
    ca, certificate, key = authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Missing)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        given = replace(
            GIVEN, hosts=(f"https://127.0.0.1:{server.server_port}",), user="站点", password="密码"
        )
        for other in ("", str(certificate)):
            with pytest.raises(EngineAway, match="TLS error"):
                ElasticEngine(replace(given, ca=other)).is_ready()
        assert Missing.heard == []
        assert not ElasticEngine(replace(given, ca=str(ca))).is_ready()
        assert Missing.heard == [f"Basic {b64encode('站点:密码'.encode()).decode()}"]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("refusals", [3, 9])
def test_a_build_waits_for_a_server_that_has_too_much_in_hand(monkeypatch, refusals):
    made, asked, waited = ElasticEngine(GIVEN), [], []
    refused = {"error": {"type": "es_rejected_execution_exception", "reason": "full"}, "status": 429}
    item = {"index": {"_id": "guide-1", **refused}}

    class Client:
        def bulk(self, **_options):
            asked.append(1)
            return {"errors": len(asked) <= refusals, "items": [item]}

    monkeypatch.setattr(elastic.time, "sleep", waited.append)
    if refusals > len(elastic._OVERLOADED_SECONDS):
        with pytest.raises(elastic.Overloaded):
            made._send_patiently(Client(), [{}])
    else:
        made._send_patiently(Client(), [{}])
        assert waited == [1, 2, 4]


def test_a_request_that_is_refused_for_memory_counts_as_too_much_in_hand():
    made = ElasticEngine(GIVEN)
    meta = ApiResponseMeta(429, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9))

    def refuse():
        raise ApiError("circuit_breaking_exception", meta, {})

    with pytest.raises(elastic.Overloaded):
        made._called(refuse)
    assert made._paused_until == 0.0


def test_no_request_of_a_build_is_larger_than_a_server_takes(monkeypatch):
    entry = Entry(kind="guide", pk=1, title="低保", body="最低生活保障" * 100)
    writings = [Writing(f"guide-{number}", 1, entry) for number in range(25)]
    monkeypatch.setattr(elastic, "_MOST_DOCUMENTS", 10)
    assert [len(part) // 2 for part in elastic._bulks([writings[:15], writings[15:]])] == [10, 10, 5]
    monkeypatch.setattr(elastic, "_MOST_BYTES", 8000)
    assert [len(part) // 2 for part in elastic._bulks([writings])] == [2] * 12 + [1]
