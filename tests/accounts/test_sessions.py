"""A person sees where they are signed in, and ends it from anywhere."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.jobs import forget_old
from events.models import Event
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD, UserFactory

WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0"


def signed_in(username="zhangsan", agent=WECHAT):
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    return client


def test_the_list_names_devices_and_this_one_first(resident):
    signed_in()
    here = signed_in(agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130")
    page = text_of(here.get("/me/sessions/"))
    assert page.index("Windows电脑，Firefox") < page.index("安卓手机或平板，微信")
    assert "这台设备" in page


def test_one_is_ended_and_told_of(resident):
    other, here = signed_in(), signed_in()
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert here.post(f"/me/sessions/{row.pk}/end/")["Location"] == "/me/sessions/"
    assert other.get("/me/")["Location"] == "/accounts/login/"
    assert here.get("/me/").status_code == 200
    assert Event.objects.filter(verb="user.session_ended").count() == 1


def test_all_others_are_ended_at_once(resident):
    others, here = [signed_in(), signed_in()], signed_in()
    here.post("/me/sessions/end-others/")
    assert [client.get("/me/").status_code for client in others] == [302, 302]
    assert here.get("/me/").status_code == 200


def test_nobody_ends_somebody_elses(resident):
    UserFactory(username="wangwu")
    signed_in()
    row = UserSession.objects.get()
    assert signed_in("wangwu").post(f"/me/sessions/{row.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=row.pk).exists()


def test_this_very_one_is_left_to_signing_out(resident):
    here = signed_in()
    row = UserSession.objects.get()
    assert here.post(f"/me/sessions/{row.pk}/end/")["Location"] == "/accounts/logout/"


def test_sessions_that_are_over_leave_nothing(client, resident, clock):
    client.post("/accounts/login/", {"login": "zhangsan", "password": PASSWORD, "remember": "on"})
    row, session = UserSession.objects.get(), Session.objects.get()
    forget_old(session.expire_date - timedelta(seconds=1))
    assert UserSession.objects.get() == row
    forget_old(session.expire_date)
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
