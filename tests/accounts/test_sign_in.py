"""Signing in and out."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from communities.choices import Role
from events.models import Event
from tests.factories.people import PASSWORD, UserFactory

ODD_TEXTS = [
    "张" * 10_000,
    "😀" * 300,
    "\u202eabc\u200b",
    "a\0b",
    "'; drop table --",
    "{{ 7 * 7 }}",
    "<script>x</script>",
]


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_right_password_opens_a_new_session(sign_in, client, resident):
    client.get("/accounts/login/")
    client.session.save()
    before = client.session.session_key
    response = sign_in()
    assert (response.status_code, response["Location"]) == (302, "/me/")
    assert client.session[SESSION_KEY] == str(resident.pk)
    assert client.session.session_key != before
    assert Event.objects.filter(verb="user.signed_in", actor=resident).count() == 1
    assert "老张，您已登录。" in text_of(client.get("/me/"))


@pytest.mark.parametrize("typed", ["ZhangSan", "ｚｈａｎｇｓａｎ", " zhangsan "])
def test_case_and_width_of_the_user_name_do_not_matter(sign_in, resident, typed):
    assert sign_in(typed).status_code == 302


def test_officials_land_in_the_workbench(sign_in, district, official):
    official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), username="worker")
    assert sign_in("worker")["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/fuzimiao/", "/me/notifications/?before=3", "/搜索/?q=社区"])
def test_one_comes_back_to_where_one_was(sign_in, resident, address):
    response = sign_in(next=address)
    assert unquote(response["Location"]) == address
    has_message = "messages" in response.cookies
    assert has_message == address.startswith("/me/"), "cacheable pages show none, so none may be left over"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:/evil",
        "\\\\evil.example",
        "/a\nb",
        "/\x00",
        "evil",
        "/" + "a" * 3000,
        "%2F%2Fevil.example",
    ],
)
def test_nobody_is_sent_to_another_site(sign_in, resident, address):
    assert sign_in(next=address)["Location"] == "/me/"
    assert Client().post("/accounts/logout/", {"next": address})["Location"] == "/accounts/login/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, sign_in, resident):
    def answer(name):
        response = sign_in(name, "wrong-password-123")
        return response.status_code, text_of(response).replace(name, "NAME")

    known, unknown = answer("zhangsan"), answer("wangwu")
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert strip.sub("", known[1]) == strip.sub("", unknown[1])
    assert known[0] == unknown[0] == 422
    assert "用户名或密码不对" in known[1]


def test_what_was_typed_is_kept_but_the_password(sign_in, resident):
    page = text_of(sign_in("zhangsan", "wrong-password-123", next="/fuzimiao/"))
    assert 'value="zhangsan"' in page
    assert 'name="next" value="/fuzimiao/"' in page
    assert "wrong-password-123" not in page


def test_empty_fields_say_what_is_missing(client, db):
    response = client.post("/accounts/login/", {})
    assert response.status_code == 422
    assert "请输入用户名。" in text_of(response)
    assert "请输入密码。" in text_of(response)


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_input_is_refused_in_chinese(client, resident, odd):
    for fields in ({"login": odd, "password": PASSWORD}, {"login": "zhangsan", "password": odd}):
        response = client.post(f"/accounts/login/?next={odd[:20]}", fields)
        assert response.status_code == 422
        assert "有几处需要改一改" in text_of(response)


def test_one_stays_signed_in_unless_one_says_no(sign_in, client, resident):
    response = sign_in(remember="on")
    assert int(response.cookies["sessionid"]["max-age"]) > 7 * 24 * 3600
    assert int(response.cookies["signed_in"]["max-age"]) > 7 * 24 * 3600
    other = Client()
    response = sign_in(client=other)
    assert response.cookies["sessionid"]["max-age"] == ""
    assert response.cookies["signed_in"]["max-age"] == ""
    assert (
        "checked"
        in re.search(r"<input[^>]*name=.remember.[^>]*>", text_of(Client().get("/accounts/login/")))[0]
    )


def test_the_cookie_for_scripts_comes_with_the_session_and_goes_with_it(sign_in, client, resident):
    cookie = sign_in().cookies["signed_in"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("1", "", "Lax")
    response = client.post("/accounts/logout/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/")
    assert "您已退出登录。" in text_of(client.get("/accounts/login/"))
    assert response.cookies["signed_in"]["max-age"] == 0
    assert SESSION_KEY not in client.session
    assert Event.objects.filter(verb="user.signed_out", actor=resident).count() == 1


def test_signing_out_needs_a_post_and_bears_a_second_one(client_for, resident):
    client = client_for(resident)
    assert "退出登录？" in text_of(client.get("/accounts/logout/"))
    assert SESSION_KEY in client.session
    assert client.post("/accounts/logout/").status_code == 302
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/accounts/logout/").status_code == 302


def test_a_forged_form_is_refused_with_our_own_page(resident):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "zhangsan", "password": PASSWORD})
    assert response.status_code == 403
    assert "秦淮社区建设网站" in text_of(response)


def test_whoever_is_signed_in_is_not_asked_again(client_for, resident):
    client = client_for(resident)
    assert client.get("/accounts/login/")["Location"] == "/me/"
    assert client.get("/accounts/signup/?next=/fuzimiao/")["Location"] == "/fuzimiao/"


def test_a_closed_account_reads_so_only_with_the_right_password(sign_in, db):
    UserFactory(username="closed", is_active=False)
    assert "用户名或密码不对" in text_of(sign_in("closed", "wrong-password-123"))
    response = sign_in("closed")
    assert response["Location"] == "/accounts/inactive/"
    assert "账号已停用" in text_of(Client().get("/accounts/inactive/"))


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "confirm-email/",
        "confirm-email/abc/",
        "password/reset/done/",
        "password/set/",
        "password/reset/key/a-b/",
        "login/code/",
        "login/code/confirm/",
        "social/",
        "2fa/",
        "",
    ],
)
def test_pages_of_the_library_that_are_not_ours_do_not_exist(client, resident, path, client_for):
    assert client.get(f"/accounts/{path}").status_code == 404
    client = client_for(resident)
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/inactive/"])
def test_no_cache_keeps_these_pages(client, db, path):
    control = client.get(path)["Cache-Control"]
    assert "no-store" in control
    assert "private" in control


def test_signing_in_works_while_the_cache_is_away(sign_in, resident, settings, monkeypatch):
    def away(*_args, **_kwargs):
        raise ConnectionError("the cache is away")

    for name in ("get", "set", "add", "delete", "incr", "get_many", "set_many"):
        monkeypatch.setattr(type(cache._connections["default"]), name, away)
    assert sign_in("zhangsan", "wrong-password-123").status_code == 422
    assert sign_in().status_code == 302


def test_the_page_suits_password_managers(client, db):
    page = text_of(client.get("/accounts/login/"))
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    page = text_of(client.get("/accounts/signup/"))
    assert page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page


def test_a_password_is_hashed_once_whoever_it_is_tried_for(resident, monkeypatch):
    """Hashing is what takes time: counted, as a measured time would be another on each machine."""
    inactive = UserFactory(username="gone", is_active=False)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given, **more: hashed.append(1) or encode(*given, **more)
    )
    counts = {}
    for name in (resident.username, "nobody", inactive.username):
        hashed.clear()
        Client().post("/accounts/login/", {"login": name, "password": "wrong-password-123"})
        counts[name] = len(hashed)
    assert set(counts.values()) == {1}, counts
