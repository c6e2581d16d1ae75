"""Where a request comes from."""

import pytest
from django.test import RequestFactory

from accounts.client_address import client_address
from accounts.middleware import ClientAddressMiddleware
from events.models import Event


def request_from(address, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def test_without_a_proxy_a_forwarded_header_is_not_believed(settings):
    settings.TRUSTED_PROXY_COUNT = 0
    assert client_address(request_from("192.0.2.1", "203.0.113.9")) == "192.0.2.1"


@pytest.mark.parametrize(
    ("count", "forwarded", "address"),
    [
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_behind_proxies_the_address_that_the_outermost_one_saw_counts(settings, count, forwarded, address):
    settings.TRUSTED_PROXY_COUNT = count
    assert client_address(request_from("10.0.0.1", forwarded)) == address


def test_a_unix_socket_without_a_header_has_no_address(settings):
    settings.TRUSTED_PROXY_COUNT = 1
    assert client_address(request_from("")) is None


def test_after_the_middleware_everybody_sees_the_same_address(settings):
    settings.TRUSTED_PROXY_COUNT = 1
    seen = []
    ClientAddressMiddleware(seen.append)(request_from("10.0.0.1", "6.6.6.6, 203.0.113.9"))
    assert seen[0].META["REMOTE_ADDR"] == "203.0.113.9"
    assert "HTTP_X_FORWARDED_FOR" not in seen[0].META
    assert client_address(seen[0]) == "203.0.113.9"


def test_the_audit_row_has_the_true_address(client, settings, sign_up_form):
    settings.TRUSTED_PROXY_COUNT = 1
    client.post("/accounts/signup/", sign_up_form(), HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9")
    assert Event.objects.get(verb="user.signed_up").address == "203.0.113.9"
