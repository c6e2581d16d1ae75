"""Officials work with a second factor or not at all, whichever way they come."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import call_command
from django.utils import timezone

from accounts.checks import second_factor_is_required
from accounts.encryption import encrypt
from accounts.models import Contact
from communities.choices import Role
from events.models import Event
from tests.accounts.test_contacts import last_code
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def worker(district, official):
    return official(Role.COMMITTEE_WORKER, district.body("wuyixiang"), username="worker")


def code_now(secret=SECRET, shift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift))


def sign_in(client, username="worker", **more):
    return client.post("/accounts/login/", {"login": username, "password": PASSWORD, **more})


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/me/", "/me/profile/", "/admin/members/"])
def test_without_one_an_official_gets_nowhere_but_to_setting_it_up(client_for, worker, address):
    response = client_for(worker).get(address)
    assert response["Location"].startswith("/accounts/second-factor/?next=")


def test_without_one_an_official_writes_nothing(client_for, worker):
    client = client_for(worker)
    assert client.post("/me/profile/", {"nickname": "新名"})["Location"].startswith(
        "/accounts/second-factor/"
    )
    assert client.post("/admin/logout/").status_code == 302
    assert client.get("/").status_code == 200
    assert client.get("/me/fragment/").status_code == 200


def test_it_is_set_up_and_opens_the_workbench(client, worker):
    assert sign_in(client)["Location"] == "/admin/"
    assert "必须有第二重验证" in text_of(client.get("/accounts/second-factor/"))
    again = client.get("/accounts/second-factor/app/")
    assert again["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/second-factor/app/"})
    page = client.get("/accounts/second-factor/app/")
    assert 'class="qr"' in text_of(page)
    secret = page.context["form"].secret
    wrong = client.post("/accounts/second-factor/app/", {"code": "abc"})
    assert wrong.status_code == 422
    done = client.post("/accounts/second-factor/app/", {"code": code_now(secret)})
    assert done["Location"] == "/accounts/second-factor/codes/"
    assert text_of(client.get(done["Location"])).count("<code>") == 10
    assert client.get("/admin/").status_code == 200
    assert Event.objects.filter(verb="user.second_factor_added").count() == 1
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_signing_in_asks_for_it(client, worker):
    TOTP.activate(worker, SECRET)
    assert sign_in(client)["Location"] == "/accounts/second-factor/sign-in/"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    assert client.post("/accounts/second-factor/sign-in/", {"code": "000000"}).status_code == 422
    assert client.post("/accounts/second-factor/sign-in/", {"code": code_now()})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_session_past_the_sign_in_page_must_show_it(client_for, worker):
    TOTP.activate(worker, SECRET)
    client = client_for(worker)
    assert client.get("/admin/")["Location"] == "/accounts/second-factor/again/?next=%2Fadmin%2F"
    shown = client.post("/accounts/second-factor/again/", {"code": code_now(), "next": "/admin/"})
    assert shown["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_code_on_paper_works_once(client, worker):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(worker, SECRET)
    code = RecoveryCodes.activate(worker).get_unused_codes()[0]
    sign_in(client)
    assert client.post("/accounts/second-factor/sign-in/", {"code": code}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.post("/accounts/second-factor/sign-in/", {"code": code}).status_code == 422


def test_guessing_is_stopped_and_says_when_to_go_on(client, worker):
    TOTP.activate(worker, SECRET)
    sign_in(client)
    for _try in range(5):
        client.post("/accounts/second-factor/sign-in/", {"code": "abc"})
    response = client.post("/accounts/second-factor/sign-in/", {"code": code_now()})
    assert "请等15分钟" in text_of(response)


def test_officials_cannot_give_it_up_and_residents_can(client_for, worker, resident):
    for person in (worker, resident):
        TOTP.activate(person, SECRET)
        client = client_for(person)
        client.post("/accounts/second-factor/again/", {"code": code_now(), "next": "/me/"})
        client.post("/accounts/second-factor/app/remove/")
    assert [factor.user for factor in Authenticator.objects.all()] == [worker]


def test_residents_need_none(client_for, resident):
    assert client_for(resident).get("/me/").status_code == 200


def test_a_lost_one_is_taken_away_by_the_operator(worker, capsys):
    TOTP.activate(worker, SECRET)
    call_command("reset_second_factor", "worker")
    call_command("reset_second_factor", "worker")
    assert capsys.readouterr().out.split("\n")[:2] == ["Taken away.", "There was none."]
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(verb="user.second_factor_reset").count() == 1


def test_only_a_demonstration_goes_without(settings):
    settings.DEMONSTRATION = False
    assert second_factor_is_required(None) == []
    settings.SECOND_FACTOR_REQUIRED = False
    assert second_factor_is_required(None)[0].id == "accounts.E002"
    settings.DEMONSTRATION = True
    assert second_factor_is_required(None) == []


def test_every_page_of_it_is_in_the_design(client_for, resident, django_capture_on_commit_callbacks):
    TOTP.activate(resident, SECRET)
    client = client_for(resident)
    again = "/accounts/second-factor/again/"
    assert "请再验证一次" in text_of(client.get(again))
    client.post(again, {"code": code_now(), "next": "/me/"})
    new = "/accounts/second-factor/codes/new/"
    assert "以前的备用码全部作废" in text_of(client.get(new))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(new)["Location"] == "/accounts/second-factor/codes/"
    assert "还有10个没有用过" in text_of(client.get("/accounts/second-factor/codes/"))
    assert "只凭密码就能登录" in text_of(client.get("/accounts/second-factor/app/remove/"))
    assert "已经设置好" in text_of(client.get("/accounts/second-factor/"))
    client.post("/accounts/second-factor/app/remove/")
    assert "没有设置" in text_of(client.get("/me/"))


def test_the_message_after_switching_it_on_is_chinese():
    from django.template.loader import render_to_string

    assert "验证" in render_to_string("mfa/messages/totp_activated.txt")


def test_after_a_reset_or_on_a_remembered_device_it_is_asked_for_all_the_same(client, worker):
    Authenticator.objects.create(user=worker, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    Contact.objects.create(
        user=worker,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    client.post("/accounts/password/reset/", {"contact": "13900001234"})
    new = "新-corridor-8846"
    typed = {"code": last_code(), "password1": new, "password2": new}
    # The reset opens no session by itself: one signs in, second step and all.
    assert client.post("/accounts/password/reset/code/", typed)["Location"] == "/accounts/login/"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    for more in ({"remember": "on"}, {}):
        response = client.post("/accounts/login/", {"login": "worker", "password": new, **more})
        assert response["Location"].startswith("/accounts/second-factor/sign-in/")
        assert client.get("/admin/")["Location"].startswith("/accounts/login/")
        assert client.get("/me/").status_code == 302
    assert client.post("/accounts/second-factor/sign-in/", {"code": code_now()})["Location"] == "/admin/"
    # There is no other way in: codes sent by phone or mail confirm and reset, and sign nobody in.
    assert client.get("/accounts/login/code/").status_code == 404
