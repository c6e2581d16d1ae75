"""People agree to a version of the notice, get a copy of all that is held of them, and can go."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import privacy
from accounts.jobs import forget_old
from accounts.models import Consent, Contact, User
from accounts.permissions import can_post
from communities.choices import Role
from events.models import Event
from tests.accounts.test_contacts import last_code
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def mine(client_for, resident):
    client = client_for(resident)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    return client


def test_the_notice_is_public_in_every_version(client, db):
    page = text_of(client.get("/privacy/"))
    assert "我们收集什么" in page
    assert privacy.CURRENT in page
    for version in privacy.VERSIONS:
        assert client.get(f"/privacy/{version}/").status_code == 200
    assert client.get("/privacy/1999-01-01/").status_code == 404


def test_an_older_version_says_so(client, db, monkeypatch):
    monkeypatch.setattr("accounts.views.personal_data.CURRENT", "2027-01-01")
    assert "这是旧版本" in text_of(client.get(f"/privacy/{privacy.CURRENT}/"))


def test_signing_up_needs_agreement_and_keeps_the_version(client, sign_up_form):
    refused = client.post("/accounts/signup/", sign_up_form(agrees=""))
    assert refused.status_code == 422
    assert "请先阅读隐私说明" in text_of(refused)
    client.post("/accounts/signup/", sign_up_form())
    consent = Consent.objects.get()
    assert (consent.purpose, consent.version, consent.recorded_by) == ("privacy", privacy.CURRENT, None)


def test_a_new_version_is_asked_for_once(mine, resident):
    assert "请看一遍隐私说明" in text_of(mine.get("/me/"))
    for _time in range(2):
        assert mine.post("/me/privacy/agree/")["Location"] == "/me/"
    assert "请看一遍隐私说明" not in text_of(mine.get("/me/"))
    assert Event.objects.filter(verb="user.consent_given").count() == 1
    assert "隐私说明" in text_of(mine.get("/me/data/"))


def test_the_copy_has_everything_and_only_ones_own(mine, resident):
    Contact.objects.create(
        user=resident,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    response = mine.post("/me/data/download/")
    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    data = json.loads(archive.read("data.json"))
    assert data["accounts"]["account"]["username"] == "zhangsan"
    assert data["accounts"]["contacts"][0]["value"] == "+8613900001234"
    assert {"accounts", "notifications", "communities"} <= data.keys()
    assert Event.objects.filter(verb="user.data_downloaded", actor=resident).count() == 1


def test_files_of_a_holding_are_in_the_copy(mine, monkeypatch):
    from accounts import personal_data

    def files(_user):
        yield "照片.jpg", io.BytesIO(b"picture")

    holding = personal_data.Holding(export=lambda _user: {}, erase=lambda _user: None, files=files)
    rows = [*personal_data.registry, ("test", holding)]
    monkeypatch.setattr("accounts.actions.export_data.registry", rows)
    response = mine.post("/me/data/download/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.read("files/test/照片.jpg") == b"picture"


def test_the_copy_wants_the_password_and_not_too_often(client_for, resident, mine):
    fresh = client_for(resident)
    assert fresh.post("/me/data/download/")["Location"].startswith("/accounts/reauthenticate/")
    for _time in range(5):
        assert mine.post("/me/data/download/").status_code == 200
    refused = mine.post("/me/data/download/")
    assert refused.status_code == 429
    assert "次数太多了" in text_of(refused)


def test_closing_leaves_nothing_but_a_readable_record(mine, resident):
    assert "请先勾选" in text_of(mine.post("/me/data/close/"))
    assert mine.post("/me/data/close/", {"is_sure": "on"})["Location"] == "/accounts/login/"
    closed = User.objects.get(pk=resident.pk)
    assert (str(closed), closed.is_active) == ("已注销用户", False)
    assert "账号已注销" in text_of(mine.get("/accounts/login/"))
    assert mine.get("/me/")["Location"] == "/accounts/login/"
    event = Event.objects.get(verb="user.closed")
    assert event.actor_name == "已注销用户"
    assert mine.get("/me/data/close/").status_code == 302


def test_officials_hand_over_first(client_for, district, official):
    worker = official(Role.COMMITTEE_WORKER, district.body("wuyixiang"))
    client = client_for(worker)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/me/"})
    assert "您还担任工作职务" in text_of(client.post("/me/data/close/", {"is_sure": "on"}))
    worker.refresh_from_db()
    assert worker.is_active


def child(client, sign_up_form, **changes):
    return client.post("/accounts/signup/", sign_up_form(age="minor", **changes))


def test_a_child_waits_for_the_guardian(client, sign_up_form):
    assert "请填监护人的手机号" in text_of(child(client, sign_up_form, contact="a@example.cn"))
    assert child(client, sign_up_form)["Location"] == "/me/contact/code/"
    user = User.objects.get()
    assert not can_post(user)
    assert client.get("/me/")["Location"] == "/me/contact/code/"
    assert client.post("/me/profile/", {"nickname": "小朋友"})["Location"] == "/me/contact/code/"
    page = text_of(client.get("/me/contact/code/"))
    assert "请监护人看过隐私说明" in page
    assert "以后再确认" not in page
    assert client.post("/me/contact/code/", {"code": last_code()})["Location"] == "/me/"
    user.refresh_from_db()
    assert can_post(user)
    assert Consent.objects.filter(user=user, purpose="guardian").exists()
    assert client.get("/me/").status_code == 200


def test_without_a_guardian_the_account_goes_after_a_week(client, sign_up_form):
    child(client, sign_up_form)
    grown = UserFactory(date_joined=timezone.now() - timedelta(days=30))
    forget_old(timezone.now() + timedelta(days=6))
    assert User.objects.get(username="lisi").is_active
    forget_old(timezone.now() + timedelta(days=8))
    assert not User.objects.filter(username="lisi").exists()
    grown.refresh_from_db()
    assert grown.is_active


def test_a_guardian_takes_the_consent_back_and_has_a_week_to_think_again(client, sign_up_form):
    child(client, sign_up_form)
    client.post("/me/contact/code/", {"code": last_code()})
    user = User.objects.get(username="lisi")
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=30))
    client.post("/accounts/reauthenticate/", {"password": sign_up_form()["password1"]})
    address = "/me/data/consents/guardian/withdraw/"
    assert "马上停用" in text_of(client.get(address))
    assert client.post(address).status_code == 302
    user.refresh_from_db()
    assert user.waits_for_guardian
    assert client.get("/me/").status_code == 302
    forget_old(timezone.now() + timedelta(days=6))
    assert User.objects.filter(username="lisi").exists()
    forget_old(timezone.now() + timedelta(days=8))
    assert not User.objects.filter(username="lisi").exists()
