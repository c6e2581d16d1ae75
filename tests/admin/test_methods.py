"""An address asked in ways that no page asks: by HEAD, PUT, DELETE, or by POST in disguise."""

import pytest
from django.db import transaction
from django.test import Client

from communities.choices import Role
from events.models import Event
from tests.admin.address_table import row_for
from tests.admin.test_address_table import addresses, path_of
from tests.admin.world import SUPERUSER, VISITOR, World

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("undrawn")]

WRITING = ("put", "patch", "delete")
# Ways in which other frameworks let a form say another method than it has.
DISGUISED = {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_X_METHOD_OVERRIDE": "POST"}
REFUSED = {302, 400, 403, 404, 405}


def ask(signed_in: Client, method: str, path: str, **headers: str) -> int:
    """Return the status, and leave nothing behind, neither in the database nor in the cookies."""
    client = Client(enforce_csrf_checks=signed_in.handler.enforce_csrf_checks, raise_request_exception=False)
    client.cookies.update(signed_in.cookies)
    with transaction.atomic():
        status = getattr(client, method)(path, **headers).status_code
        transaction.set_rollback(True)
    return status


def check(world: World, client_for, role: str) -> None:
    """Ask every address for a sibling office's things: nothing more is answered than by GET, nothing done."""
    client = client_for(world.people[role])
    sibling = list(world.of_role(role))[-1]
    wrong = []
    before = Event.objects.count()
    for address in addresses():
        row = row_for(address.name)
        if row is None:
            continue  # tests/admin/test_address_table.py says so
        path = path_of(address, world, sibling)
        shown = row.expected(role, own=False, method="get")
        for method in ("head", *WRITING):
            status = ask(client, method, path)
            # Django's views of forms take PUT for POST, with the form's token and all.
            posted = row.expected(role, own=False, method="post") | REFUSED
            if status not in shown | (posted if method in WRITING else frozenset({405})):
                wrong.append(f"{method.upper()} {path} ({address.name}): {status}")
        status = ask(client, "get", f"{path}?_method=DELETE", **DISGUISED)
        if status not in shown:
            wrong.append(f"disguised GET {path} ({address.name}): {status}")
    assert not wrong, f"As {role}:\n" + "\n".join(wrong)
    assert Event.objects.count() == before


@pytest.mark.full
@pytest.mark.parametrize("role", [*(role.value for role in Role), SUPERUSER, VISITOR])
def test_no_other_method_gets_further(world: World, client_for, role):
    check(world, client_for, role)


@pytest.mark.parametrize("method", WRITING)
def test_what_is_written_by_post_is_not_written_in_another_way(world: World, client_for, method):
    client = Client(enforce_csrf_checks=True)
    client.cookies.update(client_for(world.people[Role.RESIDENT.value]).cookies)
    for path in (
        "/me/data/close/",
        "/me/profile/",
        "/accounts/password/change/",
        "/me/contact/phone/remove/",
    ):
        assert ask(client, method, path) in {403, 405}


SPLITTING = "/%0d%0aSet-Cookie:%20taken=1%0d%0a"


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/reauthenticate/",
        "/display/", "/me/contact/code/", "/admin/", "/accounts/second-factor/app/", "/me/data/close/",
    ],
)  # fmt: skip
def test_no_address_lets_anybody_write_a_header(world: World, client_for, path):
    for client in (client_for(None), client_for(world.people[Role.COMMITTEE_WORKER.value])):
        client.raise_request_exception = False
        for send in (client.get, client.post):
            response = send(f"{path}?next={SPLITTING}", {"next": "/\r\nSet-Cookie: taken=1"})
            assert response.status_code < 500
            assert "taken" not in response.cookies
            assert not any("\r" in value or "\n" in value for value in response.headers.values())


def test_every_answer_says_who_may_frame_it(world: World, client_for):
    client = client_for(world.people[Role.COMMITTEE_WORKER.value])
    for path, policy in (
        ("/", "frame-ancestors 'none'"),
        ("/me/data/close/", "frame-ancestors 'none'"),
        ("/no-such-page/", "frame-ancestors 'none'"),
        ("/nope.html", "frame-ancestors 'none'"),
        ("/admin/", "frame-ancestors 'self'"),
        ("/admin/nope/", "frame-ancestors 'self'"),
    ):
        response = client.get(path)
        assert policy in response["Content-Security-Policy"], path
        # Old browsers, which do not know the directive.
        assert response["X-Frame-Options"] in {"SAMEORIGIN", "DENY"}, path
