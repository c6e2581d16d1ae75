import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.headers import ContentSecurityPolicyMiddleware, PermissionsPolicyMiddleware

pytestmark = pytest.mark.django_db


def directives(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def test_the_public_site_allows_nothing_inline_and_no_other_host(client):
    policy = directives(client.get("/no-such-page/"))
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == {"'self'"}
    assert policy["frame-ancestors"] == policy["base-uri"] == {"'none'"}
    assert policy["form-action"] == {"'self'"}
    assert not any(
        "unsafe" in source or "http" in source or "*" in source for one in policy.values() for source in one
    )


def test_the_admin_may_run_its_inline_scripts_and_frame_its_previews(client):
    policy = directives(client.get("/admin/"))
    assert policy["script-src"] == {"'self'", "'unsafe-inline'"}
    assert not any(source.startswith("'nonce-") for source in policy["script-src"])
    assert policy["frame-ancestors"] == {"'self'"}
    assert policy["object-src"] == policy["base-uri"] == {"'none'"}


def test_an_address_that_only_looks_like_the_admins_keeps_the_strict_policy(client):
    assert directives(client.get("/administration/"))["script-src"] == {"'self'"}


def test_a_view_that_states_a_policy_keeps_it():
    def view(request):
        response = HttpResponse()
        response._csp_config = {"default-src": ["'none'"]}
        return response

    response = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/admin/"))
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_every_answer_carries_the_other_headers_too(client):
    headers = client.get("/no-such-page/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_view_may_allow_a_feature_itself():
    def view(request):
        return HttpResponse(headers={"Permissions-Policy": "geolocation=(self)"})

    response = PermissionsPolicyMiddleware(view)(RequestFactory().get("/"))
    assert response.headers["Permissions-Policy"] == "geolocation=(self)"
