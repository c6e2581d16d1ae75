"""Making one's own account."""

import threading

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.pace import LIMITS
from events.models import Event
from tests.accounts.test_sign_in import ODD_TEXTS, text_of
from tests.factories.people import PASSWORD

URL = "/accounts/signup/"


def test_a_name_and_a_password_are_enough(client, sign_up_form):
    response = client.post(URL, sign_up_form())
    assert (response.status_code, response["Location"]) == (302, "/me/contact/code/")
    user = User.objects.get(username="lisi")
    assert client.session[SESSION_KEY] == str(user.pk)
    assert user.email == ""
    assert user.check_password(PASSWORD)
    assert response.cookies["signed_in"].value == "1"
    event = Event.objects.get(verb="user.signed_up")
    assert (event.actor, event.object_id) == (user, str(user.pk))


def test_the_nickname_is_shown_and_next_is_kept(client, sign_up_form):
    response = client.post(URL, sign_up_form(nickname=" 小李  子 ", next="/fuzimiao/"))
    assert response["Location"] == "/me/contact/code/?next=%2Ffuzimiao%2F"
    assert User.objects.get().nickname == "小李 子"


def test_the_page_says_that_names_are_public(client, db):
    assert "用户名和昵称所有人都能看到" in text_of(client.get(URL))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": ""}, "请取一个用户名。"),
        ({"username": "a"}, "用户名要有2到20个字，现在是1个。"),
        ({"username": "zhang san"}, "用户名只能用汉字"),
        ({"username": "管理员"}, "容易被当成政府部门"),
        ({"username": "13912345678"}, "请不要用手机号"),
        ({"username": "zhangsan"}, "已经有人用了"),
        ({"username": "ＺｈａｎｇＳａｎ"}, "已经有人用了"),
        ({"contact": ""}, "请填写手机号或电子邮箱。"),
        ({"contact": "1390000123"}, "手机号不对，应当是11位数字"),
        ({"contact": "025-84400000"}, "手机号不对，应当是11位数字"),
        ({"contact": "a@b"}, "邮箱地址不完整"),
        ({"nickname": "居委会"}, "容易被当成政府部门"),
        ({"nickname": "张\u200b三"}, "看不见的字符"),
        ({"nickname": "ZhangSan"}, "这是别人的用户名"),
        ({"password1": ""}, "请设一个密码。"),
        ({"password2": ""}, "请再输一遍密码。"),
        ({"password1": "Short-1", "password2": "Short-1"}, "密码太短了，至少要10个字符"),
        ({"password1": "8437261950427", "password2": "8437261950427"}, "密码不能全是数字"),
        ({"password1": "1q2w3e4r5t6y", "password2": "1q2w3e4r5t6y"}, "太常见"),
        (
            {"username": "liu_corridor", "password1": "liu_corridor1", "password2": "liu_corridor1"},
            "密码和用户名太像了",
        ),
        ({"password2": "another-one-7291"}, "两次输入的密码不一样"),
        ({"password1": "长" * 129, "password2": "长" * 129}, "太长了，最多128个字符"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, resident, sign_up_form, changes, message):
    response = client.post(URL, sign_up_form(**changes))
    assert response.status_code == 422
    page = text_of(response)
    assert page.count(message) >= 2, "in the summary and at the field"
    assert User.objects.count() == 1
    assert PASSWORD not in page


@pytest.mark.parametrize("odd", ODD_TEXTS)
@pytest.mark.parametrize("field", ["username", "contact", "nickname", "password1", "password2", "next"])
def test_odd_input_makes_no_server_error(client, sign_up_form, field, odd):
    response = client.post(URL, sign_up_form(**{field: odd}))
    assert response.status_code in ({302} if field == "next" else {302, 422})
    if response.status_code == 422:
        assert "有几处需要改一改" in text_of(response)


def test_nothing_typed_is_lost(client, sign_up_form):
    page = text_of(client.post(URL, sign_up_form(nickname="小李", password2="x", next="/fuzimiao/")))
    for kept in ('value="lisi"', 'value="小李"', 'value="/fuzimiao/"'):
        assert kept in page


def test_sent_twice_it_makes_one_account_and_signs_in(client, sign_up_form):
    second = Client()
    assert client.post(URL, sign_up_form()).status_code == 302
    response = second.post(URL, sign_up_form(next="/fuzimiao/"))
    assert (response.status_code, response["Location"]) == (302, "/me/contact/code/?next=%2Ffuzimiao%2F")
    assert SESSION_KEY in second.session
    assert User.objects.count() == 1


def test_somebody_else_with_the_same_name_is_not_signed_in(client, sign_up_form):
    client.post(URL, sign_up_form())
    response = Client().post(URL, sign_up_form(password1="another-one-7291", password2="another-one-7291"))
    assert response.status_code == 422
    assert "已经有人用了" in text_of(response)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_makes_one_account(sign_up_form):
    answers = []
    start = threading.Barrier(4)

    def send():
        start.wait()
        answers.append(Client().post(URL, sign_up_form()).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {302}
    assert User.objects.filter(username="lisi").count() == 1


def test_one_address_makes_only_so_many_accounts_an_hour(client, sign_up_form, clock):
    for number in range(LIMITS["sign_up"][0].most):
        assert Client().post(URL, sign_up_form(username=f"person{number}a")).status_code == 302
    response = Client().post(URL, sign_up_form())
    assert response.status_code == 429
    assert "最近注册的账号太多了。次数太多了，请等60分钟" in text_of(response)
    assert int(response["Retry-After"]) > 3000
    assert Client().post(URL, sign_up_form(), REMOTE_ADDR="192.0.2.7").status_code == 302
    clock.shift(3601)
    assert Client().post(URL, sign_up_form(username="later")).status_code == 302


def test_a_script_gets_the_same_pages(client, sign_up_form):
    response = client.post(URL, sign_up_form(username=""), HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert response["Content-Type"].startswith("text/html")
