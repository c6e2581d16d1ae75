"""The switch for elder mode and colours."""

import pytest
from django.test import RequestFactory

from design.context_processors import display as display_context
from design.display import Display, from_request


def remembered(response):
    return {name: morsel.value for name, morsel in response.cookies.items()}


def test_elder_mode_is_remembered_for_a_year_and_the_reader_comes_back(visitor):
    response = visitor.post("/display/", {"elder": "on", "next": "/fuzimiao/?page=2"})
    assert response.status_code == 303
    assert response["Location"] == "/fuzimiao/?page=2"
    cookie = response.cookies["elder"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("on", 365 * 24 * 3600, "Lax")
    assert not cookie["secure"]
    assert "scheme" not in response.cookies


def test_the_cookie_is_secure_over_https(visitor):
    response = visitor.post("/display/", {"scheme": "dark"}, secure=True)
    assert response.cookies["scheme"]["secure"]


def test_no_token_is_asked_for(client):
    client.handler.enforce_csrf_checks = True
    assert client.post("/display/", {"scheme": "dark"}).status_code == 303


@pytest.mark.parametrize("fields", [{}, {"elder": "maybe"}, {"scheme": "<b>"}, {"elder": "", "scheme": ""}])
def test_what_is_not_a_choice_changes_nothing(visitor, fields):
    response = visitor.post("/display/", fields)
    assert response.status_code == 303
    assert remembered(response) == {}


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        " /\t/evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "http://testserver/",
        "evil",
        "",
        "/" + "a" * 3000,
    ],
)
def test_it_never_leads_to_another_site(visitor, address):
    assert visitor.post("/display/", {"elder": "on", "next": address})["Location"] == "/"


def test_an_address_in_chinese_is_a_place_on_this_site(visitor):
    response = visitor.post("/display/", {"next": "/搜索/?q=停水"})
    assert response["Location"] == "/%E6%90%9C%E7%B4%A2/?q=%E5%81%9C%E6%B0%B4"


def test_the_settings_page_shows_the_present_choice(visitor):
    visitor.cookies["elder"] = "on"
    html = visitor.get("/display/?next=/fuzimiao/").content.decode()
    assert 'value="on" required id="id_elder_1" checked' in html
    assert 'name="next" value="/fuzimiao/"' in html
    assert 'data-elder="on"' in html


def test_the_settings_page_and_the_switch_are_kept_by_no_cache(visitor):
    assert "no-store" in visitor.get("/display/")["Cache-Control"]
    assert "no-store" in visitor.post("/display/", {"elder": "on"})["Cache-Control"]


@pytest.mark.parametrize(
    ("cookies", "expected"),
    [
        ({}, Display(elder=False, scheme="auto")),
        ({"elder": "on", "scheme": "dark"}, Display(elder=True, scheme="dark")),
        ({"elder": "1", "scheme": "pink"}, Display(elder=False, scheme="auto")),
    ],
)
def test_the_cookies_alone_decide(cookies, expected):
    request = RequestFactory().get("/a/?b=1")
    request.COOKIES.update(cookies)
    assert from_request(request) == expected
    assert display_context(request) == {"display": expected, "display_next": "/a/?b=1"}


def test_there_are_six_keys_for_a_cache():
    keys = {
        Display(elder=elder, scheme=scheme).key
        for elder in (True, False)
        for scheme in ("auto", "light", "dark")
    }
    assert len(keys) == 6
