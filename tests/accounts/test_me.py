"""A person's own pages."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.models import User
from communities.choices import Role
from events.models import Event
from tests.accounts.test_sign_in import ODD_TEXTS, text_of
from tests.factories.people import PASSWORD

PRIVATE = [
    "/me/",
    "/me/profile/",
    "/me/fragment/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/me/sessions/",
]
NEW = "新-corridor-8846"


@pytest.fixture
def mine(client_for, resident):
    return client_for(resident)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_cache_keeps_anything_of_ones_own(mine, client, db, address):
    for response in (mine.get(address), client.get(address)):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/me/profile/", "/accounts/password/change/"])
def test_a_visitor_signs_in_first_and_comes_back(client, db, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"
    assert client.post(address, {"nickname": "x"})["Location"].startswith("/accounts/login/")


def test_my_page_without_a_session_leads_to_the_sign_in(client, db):
    assert client.get("/me/")["Location"] == "/accounts/login/"


def test_my_page_shows_who_i_am_and_where_things_are(mine):
    page = text_of(mine.get("/me/"))
    for part in (
        "老张",
        "zhangsan",
        "/me/profile/",
        "/accounts/password/change/",
        "/me/notifications/",
        "我的社区",
    ):
        assert part in page
    assert "工作台" not in page


def test_officials_find_the_workbench_there(client_for, district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    page = text_of(client_for(worker).get("/me/"))
    assert 'href="/admin/"' in page
    assert "社区工作者" in page


def test_the_fragment_is_the_persons_own(mine, client, resident):
    assert "老张" in text_of(mine.get("/me/fragment/"))
    client.cookies["signed_in"] = "1"
    response = client.get("/me/fragment/")
    assert response.status_code == 200
    assert "登录" in text_of(response)
    assert response.cookies["signed_in"]["max-age"] == 0


def test_a_name_with_markup_is_text(client_for, resident):
    User.objects.filter(pk=resident.pk).update(nickname="<b>老张</b>")
    client = client_for(resident)
    for address in ("/me/", "/me/fragment/", "/me/profile/", "/accounts/logout/"):
        assert "<b>老张</b>" not in text_of(client.get(address))


def test_the_nickname_is_changed_and_told_of_once(mine, resident):
    form = {"nickname": " 张  师傅"}
    assert mine.post("/me/profile/", form)["Location"] == "/me/"
    assert mine.post("/me/profile/", form)["Location"] == "/me/"
    resident.refresh_from_db()
    assert resident.nickname == "张 师傅"
    changes = dict(Event.objects.filter(actor=resident).values_list("verb", "changes"))
    assert changes["user.nickname_changed"] == {"nickname": ["老张", "张 师傅"]}
    assert Event.objects.filter(actor=resident).count() == 1
    assert "您的资料已保存。" in text_of(mine.get("/me/"))


def test_it_may_be_empty(mine, resident):
    assert mine.post("/me/profile/", {"nickname": "　"}).status_code == 302
    resident.refresh_from_db()
    assert (resident.nickname, resident.display_name) == ("", "zhangsan")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"nickname": "居委会"}, "容易被当成政府部门"),
        ({"nickname": "张\u202e"}, "看不见的字符"),
        ({"nickname": "张" * 21}, "昵称最多20个字，现在是21个"),
    ],
)
def test_a_refused_profile_says_why_and_keeps_what_was_typed(mine, resident, form, message):
    response = mine.post("/me/profile/", form)
    page = text_of(response)
    assert response.status_code == 422
    assert page.count(message) >= 2
    assert form["nickname"] in page
    resident.refresh_from_db()
    assert resident.nickname == "老张"


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_odd_input_makes_no_server_error(mine, odd):
    assert mine.post("/me/profile/", {"nickname": odd}).status_code in {302, 422}


def test_officials_may_name_their_office(client_for, district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    assert client_for(worker).post("/me/profile/", {"nickname": "居委会小王"}).status_code == 302


def change(client, **changes):
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | changes
    return client.post("/accounts/password/change/", form)


def test_a_new_password_ends_every_other_session(mine, client_for, resident):
    other = client_for(resident)
    key = mine.session.session_key
    response = change(mine)
    assert (response.status_code, response["Location"]) == (302, "/me/")
    assert SESSION_KEY in mine.session
    assert mine.session.session_key != key
    assert "密码已修改" in text_of(mine.get("/me/"))
    assert other.get("/me/")["Location"] == "/accounts/login/"
    resident.refresh_from_db()
    assert resident.check_password(NEW)
    event = Event.objects.get(verb="user.password_changed")
    assert (event.actor, event.changes) == (resident, {})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"oldpassword": "wrong-password-123"}, "现在的密码不对"),
        ({"oldpassword": ""}, "请输入现在的密码。"),
        ({"password1": ""}, "请输入新密码。"),
        ({"password2": "another-8846"}, "两次输入的密码不一样"),
        ({"password1": "short", "password2": "short"}, "密码太短了"),
        ({"password1": PASSWORD, "password2": PASSWORD}, "新密码和现在的密码一样"),
        ({"oldpassword": "a\0b"}, "不允许是用空字符"),
        ({"password1": "长" * 10_000}, "太长了"),
    ],
)
def test_a_refused_password_says_why_and_shows_none(mine, resident, changes, message):
    response = change(mine, **changes)
    page = text_of(response)
    assert response.status_code == 422
    assert page.count(message) >= 2
    for secret in (PASSWORD, NEW, *filter(None, changes.values())):
        assert secret not in page
    resident.refresh_from_db()
    assert resident.check_password(PASSWORD)


def test_the_password_form_sent_twice_does_no_harm(mine, resident):
    assert change(mine).status_code == 302
    assert change(mine).status_code == 422
    assert SESSION_KEY in mine.session


@pytest.mark.parametrize("address", ["/me/", "/me/fragment/"])
def test_other_methods_are_refused(mine, address):
    assert mine.post(address).status_code == 405
    assert Client().delete(address).status_code == 405
