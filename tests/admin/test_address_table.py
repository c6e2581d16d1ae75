"""Every address × role × {own, a sibling's} × method, against the table in `address_table.py`."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from communities.choices import Role
from tests.admin.address_table import GONE, ROWS, row_for, value_for
from tests.admin.world import SUPERUSER, VISITOR, Holdings, World

pytestmark = pytest.mark.django_db

REPRESENTATIVE = [Role.COMMITTEE_WORKER.value, Role.RESIDENT.value, VISITOR]
THE_REST = [*(role.value for role in Role if role.value not in REPRESENTATIVE), SUPERUSER]
HOW_TO = "Add a row to ROWS in tests/admin/address_table.py; its first lines say how."


@dataclass(frozen=True)
class Address:
    """One address of the site."""

    name: str
    route: str
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """Return every address that the site has; one without a name goes by its route."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver: URLResolver, route: str, namespaces: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        whole = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, whole, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name)) if entry.name else whole
            arguments = [*resolver.pattern.converters, *entry.pattern.converters]
            arguments += [key for key in entry.pattern.regex.groupindex if key not in arguments]
            yield Address(name, whole, tuple(arguments))


def path_of(address: Address, world: World, holdings: Holdings) -> str:
    """Return the address's path for what `holdings` has."""
    from django.urls import reverse

    if address.name == "wagtail_serve":
        return holdings.live.get_url()
    if address.name in ("wagtaildocs_serve", "document-download"):
        return holdings.document.url
    if address.name == address.route:
        return "/" + address.route.replace("^.*/$", "no-such-address/").replace("^", "").replace("$", "")
    values = {key: value_for(address.name, key, world, holdings) for key in address.arguments}
    return reverse(address.name, kwargs=values)


def test_every_address_has_a_row():
    missing = sorted({address.name for address in addresses() if row_for(address.name) is None})
    assert not missing, f"No row says who may reach {', '.join(missing)}. {HOW_TO}"


def test_every_row_is_of_some_address():
    from fnmatch import fnmatchcase

    names = [address.name for address in addresses()]
    idle = [row.name for row in ROWS if not any(fnmatchcase(name, row.name) for name in names)]
    # The gallery of components has addresses in debug only.
    assert set(idle) <= {"design*"}, f"No address is called {idle}: take the row out."


def check(world: World, client_for, role: str) -> None:
    """Ask every address as `role`, for one's own office's things and a sibling's; compare with the table."""
    signed_in = client_for(world.people[role])
    wrong: list[str] = []
    for address in addresses():
        row = row_for(address.name)
        if row is None:
            continue  # `test_every_address_has_a_row` says so, once
        paths = [path_of(address, world, holdings) for holdings in world.of_role(role)]
        # An address without an object of either is one address.
        for own, path in zip((True, False), dict.fromkeys(paths), strict=False):
            for method in ("get", "post"):
                client = Client(raise_request_exception=False)
                client.cookies.update(signed_in.cookies)
                with transaction.atomic():
                    status = getattr(client, method)(path).status_code
                    transaction.set_rollback(True)
                expected = row.expected(role, own=own, method=method)
                if status not in expected:
                    whose = "own" if own else "sibling's"
                    wrong.append(
                        f"{method.upper()} {path} ({address.name}, {whose}): {status}, not {sorted(expected)}"
                    )
    assert not wrong, f"As {role}:\n" + "\n".join(wrong)


@pytest.mark.once
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("role", REPRESENTATIVE)
def test_every_address_answers_as_the_table_says(world: World, client_for, role):
    check(world, client_for, role)


@pytest.mark.full
@pytest.mark.parametrize("role", THE_REST)
def test_every_address_answers_every_role_as_the_table_says(world: World, client_for, role):
    check(world, client_for, role)


def test_what_no_tier_names_is_closed_to_everybody_below_superuser(world: World, as_, monkeypatch):
    from communities.policies import addresses as tiers

    monkeypatch.setattr(tiers, "_TIERS", [])
    monkeypatch.setattr(tiers, "_SCOPED", set())
    for role in (Role.DISTRICT_ADMINISTRATOR, Role.COMMITTEE_WORKER):
        assert as_(role).get("/admin/").status_code in GONE
