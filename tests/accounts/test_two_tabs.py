"""Two tabs of one browser: signed in or out in one, and a form sent in the other."""

import pytest
from django.test import Client

from accounts.models import Consent, User
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD

HERE = {"Origin": "http://testserver"}
WORDS = "路灯坏了三天，\n晚上看不清路。"


def test_what_was_written_is_shown_once_more_to_whoever_was_signed_out(client_for, resident):
    client = client_for(resident)
    client.post("/accounts/logout/")
    form = {"nickname": WORDS, "form_token": "0b9c", "password": "我的 密码", "csrfmiddlewaretoken": "x y"}
    answer = client.post("/me/profile/", form, headers=HERE)
    page = text_of(answer)
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "您已退出登录，内容还没有提交" in page
    assert "路灯坏了三天，<br>晚上看不清路。" in page
    assert "/accounts/login/?next=%2Fme%2Fprofile%2F" in page
    for hidden in ("0b9c", "我的 密码", "x y"):
        assert hidden not in page


def test_without_words_one_signs_in_and_comes_back(client, resident):
    answer = client.post("/me/profile/", {"nickname": "", "form_token": "0b9c"}, headers=HERE)
    assert answer["Location"] == "/accounts/login/?next=/me/profile/"


def test_a_form_from_before_the_sign_in_loses_no_words(client, resident):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["csrftoken"] = "a" * 32
    answer = strict.post("/me/profile/", {"nickname": WORDS, "csrfmiddlewaretoken": "b" * 32}, headers=HERE)
    assert answer.status_code == 403
    assert "这次提交没有成功" in text_of(answer)
    assert "路灯坏了三天" in text_of(answer)


@pytest.mark.parametrize("sent", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_a_page_elsewhere_puts_no_words_into_ours(resident, sent):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/me/profile/", {"nickname": "请致电 12345 转账"}, headers=sent)
    assert answer.status_code == 403
    assert "转账" not in text_of(answer)


def test_markup_in_what_was_written_is_text(client, resident):
    answer = client.post("/me/profile/", {"nickname": "<script>alert(1)</script> 你好"}, headers=HERE)
    assert "<script>alert(1)" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 你好" in answer.content.decode()


def test_nobody_agrees_to_words_that_they_did_not_see(client_for, client, resident, sign_up_form):
    mine = client_for(resident)
    assert mine.post("/me/privacy/agree/", {"version": "1999-01-01"})["Location"] == "/me/"
    assert "隐私说明刚刚更新了" in text_of(mine.get("/me/"))
    refused = client.post("/accounts/signup/", sign_up_form(agreed_version="1999-01-01"))
    assert refused.status_code == 422
    assert "隐私说明刚刚更新了" in text_of(refused)
    assert 'name="agrees" checked' not in text_of(refused)
    assert "lisi" in text_of(refused)
    assert not Consent.objects.exists()
    assert not User.objects.filter(username="lisi").exists()


def test_a_session_from_before_the_sign_in_is_worth_nothing(client, resident):
    # What somebody planted in a browser beforehand does not become the person's session.
    client.post("/accounts/password/reset/", {"contact": "13900001234"})
    planted = client.cookies["sessionid"].value
    client.post("/accounts/login/", {"login": "zhangsan", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert other.get("/me/profile/").status_code == 302
