"""代办: an official acts for a resident who stands at the desk."""

import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.actions.close_account import close_account
from accounts.actions.export_data import export_data
from accounts.choices import ContactKind
from accounts.models import Contact, OutgoingMessage, RealName
from accounts.models.real_name import number_fingerprint
from communities.actions.end_assisted_session import end_overdue_sessions
from communities.actions.start_assisted_session import ask_for_consent, start_assisted_session
from communities.assisting import COOKIE, addresses, closed
from communities.choices import AssistEnd, AssistProof, Role
from communities.models import AssistedAct, AssistedSession, Membership
from events.actions.deliver import deliver_due
from events.models import Event
from forum.models import Topic
from notifications.models import Notification
from notifications.rendering import lines
from tests.factories import UserFactory
from tests.factories.forum import board_of

PHONE = "+8613912345678"
NUMBER = "11010519491231002X"


@pytest.fixture
def body(district):
    return district.body("wuyixiang")


@pytest.fixture
def worker(body, official):
    return official(Role.COMMITTEE_WORKER, body, nickname="小陈")


@pytest.fixture
def resident(body):
    person = UserFactory(
        username="wang",
        nickname="王奶奶",
        confirmed=True,
        member={Role.RESIDENT: body},
        email="w@example.com",
    )
    Contact.objects.create(
        user=person,
        kind=ContactKind.PHONE,
        value=PHONE,
        fingerprint=Contact.fingerprint_of(ContactKind.PHONE, PHONE),
        confirmed_at=timezone.now(),
    )
    return person


def ask(client, body, **changes):
    form = {"body": body.pk, "username": "wang", "subject": "问路灯", "proof": "code"} | changes
    return client.post("/admin/assist/", form)


def sent_code():
    return json.loads(OutgoingMessage.objects.filter(template="code").first().values)["code"]


def begin(client, body, **changes):
    """Go the whole way; the client then acts for the resident."""
    assert ask(client, body).status_code == 302
    form = {"answer": sent_code(), "has_consented": "on"} | changes
    return client.post("/admin/assist/consent/", form)


@pytest.fixture
def acting(client_for, worker, resident, body):
    client = client_for(worker)
    assert begin(client, body).url == "/assisting/"
    return client


def test_an_official_posts_for_the_resident_and_all_of_it_is_told(
    acting, worker, resident, body, client_for, district
):
    board = board_of(district)
    response = acting.post(
        reverse("topic-start", args=[board.pk]),
        {"kind": "discussion", "title": "路灯坏了三天", "text": "3号楼下的路灯不亮。"},
    )
    assert response.status_code == 302, response.content.decode()
    topic = Topic.objects.get(title="路灯坏了三天")
    assert topic.author == resident
    event = Event.objects.get(verb="topic.started", object_id=str(topic.pk))
    assert (event.actor, event.assistant) == (resident, worker)
    deliver_due(now=timezone.now())
    assert AssistedAct.objects.get(verb="topic.started").session.official == worker
    # Each request that writes is in the trail, too, whatever came of it.
    act = Event.objects.get(verb="assisted_session.acted")
    assert (act.changes["address"][1], act.body_id) == ("topic-start", body.pk)
    assert "夫子庙街道" not in acting.get("/assisting/").content.decode()
    # The result says whose hand it was, to everybody.
    assert f"{body}代办" in client_for(None).get(f"/topics/{topic.pk}/").content.decode()

    assert acting.post("/assisting/end/").url == "/admin/assist/"
    assert COOKIE not in acting.cookies or acting.cookies[COOKIE].value == ""
    session = AssistedSession.objects.get()
    assert (session.end, session.resident) == (AssistEnd.BUTTON, resident)
    deliver_due(now=timezone.now())
    told = lines(Notification.objects.for_user(resident).order_by("pk"), reader=resident)
    titles = [line.wording.title for line in told if line.notification.kind.startswith("assisted_session")]
    assert titles == [f"{body}替您办了：问路灯"] * 2
    mail = OutgoingMessage.objects.get(template="assisted")
    assert mail.recipient == resident
    page = client_for(resident).get("/me/assisted/").content.decode()
    assert "话题：开始" in page
    assert "小陈" in page
    assert "王奶奶（小陈代办）" in client_for(worker).get("/admin/happenings/").content.decode()
    # And the official is themselves again.
    assert acting.get("/admin/").status_code == 200


def test_every_page_says_so_and_none_is_kept_for_others(acting, client_for, district):
    address = "/fuzimiao/wuyixiang/"
    before = client_for(None).get(address).content.decode()
    assert "结束代办" not in before
    for path in (address, "/", "/assisting/", "/me/communities/join/", "/search/", "/no-such-page/"):
        response = acting.get(path)
        assert "结束代办" in response.content.decode(), path
        assert "no-store" in response["Cache-Control"], path
    assert client_for(None).get(address).content.decode() == before
    assert "结束代办" not in client_for(None).get("/fuzimiao/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_login",
        "second-factor",
        "mfa_activate_totp",
        "contact-edit",
        "contact-code",
        "data-show",
        "account-close",
        "session-list",
        "notification-list",
        "notification-preferences",
        "profile-edit",
        "drafts",
        "enquiry-mine",
        "member-edit",
        "disclosure-checks",
        "error-report-mine",
        "wagtailadmin_home",
        "assisted-list",
    ],
)
def test_what_is_the_resident_s_own_stays_closed(acting, name):
    response = acting.get(reverse(name))
    assert response.status_code == 403
    assert "代办时不能做这件事" in response.content.decode()
    assert acting.post(reverse(name)).status_code in (403, 405)


def test_me_leads_to_what_can_be_done(acting):
    assert acting.get("/me/").url == "/assisting/"
    assert acting.post(reverse("data-download")).status_code == 403
    assert acting.post(reverse("topic-vote", args=[1])).status_code == 403
    assert acting.post("/fuzimiao/wuyixiang/services/").status_code == 403


def test_every_name_on_the_lists_is_an_address():
    names = set(get_resolver().reverse_dict)
    assert {key for key, _entry in addresses} | {key for key, _entry in closed} <= names


def test_of_what_is_private_only_what_they_wrote_together_is_read(acting, resident, district, client_for):
    board = board_of(district)
    old = Topic.objects.create(
        board=board,
        kind="enquiry",
        title="我家的事",
        author=resident,
        last_author=resident,
        is_private=True,
        started_at=timezone.now() - timedelta(days=1),
        last_post_at=timezone.now(),
    )
    assert acting.get(f"/topics/{old.pk}/").status_code == 404
    assert old not in Topic.objects.visible_to(_assisted(resident))
    assert client_for(resident).get(f"/topics/{old.pk}/").status_code == 200


def _assisted(resident):
    resident.assisted_since = AssistedSession.objects.get().started_at
    return resident


def test_it_ends_by_itself_after_half_an_hour(client_for, worker, resident, body):
    client = client_for(worker)
    begin(client, body)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        response = client.post("/me/communities/join/", {})
        assert response.url == "/admin/assist/"
        session = AssistedSession.objects.get()
        assert session.end == AssistEnd.TIME
        assert "代办已经结束" in client.get("/admin/assist/").content.decode()
        assert client.get("/assisting/").url == "/me/"


def test_the_timer_ends_what_nobody_comes_back_to(acting):
    end_overdue_sessions(timezone.now() + timedelta(minutes=29))
    assert AssistedSession.objects.open().count() == 1
    end_overdue_sessions(timezone.now() + timedelta(minutes=30))
    assert AssistedSession.objects.get().end == AssistEnd.TIME


def test_signing_out_ends_it(acting, worker):
    assert acting.post("/accounts/logout/").status_code == 302
    assert AssistedSession.objects.get().end == AssistEnd.SIGNED_OUT
    assert Event.objects.get(verb="user.signed_out").actor == worker
    assert acting.get("/assisting/").status_code == 302


def test_it_ends_with_the_office(acting, worker):
    Membership.objects.filter(user=worker).delete()
    assert acting.get("/").status_code == 302
    assert AssistedSession.objects.get().end == AssistEnd.NO_RIGHT


def test_the_cookie_alone_grants_nothing(client_for, resident, worker, body):
    client = client_for(worker)
    begin(client, body)
    other = client_for(UserFactory())
    other.cookies[COOKIE] = "1"
    assert other.get("/assisting/").url == "/me/"
    visitor = client_for(None)
    visitor.cookies[COOKIE] = "1"
    response = visitor.get("/")
    assert response.status_code == 200
    assert "结束代办" not in response.content.decode()
    # A second browser of the same official acts for nobody.
    assert "结束代办" not in client_for(worker).get("/").content.decode()


def test_a_wrong_code_or_no_consent_begins_nothing(client_for, worker, resident, body):
    client = client_for(worker)
    wrong = "000000" if sent_is_not_zero(client, body) else "111111"
    response = client.post("/admin/assist/consent/", {"answer": wrong, "has_consented": "on"})
    assert "验证码不对" in response.content.decode()
    response = client.post("/admin/assist/consent/", {"answer": sent_code()})
    assert "要本人在场并同意" in response.content.decode()
    assert not AssistedSession.objects.exists()
    # And a code is good once.
    assert (
        client.post("/admin/assist/consent/", {"answer": sent_code(), "has_consented": "on"}).status_code
        == 302
    )
    client.post("/assisting/end/")
    with pytest.raises(ValidationError):
        start_assisted_session(
            actor=worker,
            user=resident,
            body=body,
            subject="再来",
            proof=AssistProof.CODE,
            answer=sent_code(),
            has_consented=True,
            now=timezone.now(),
        )


def sent_is_not_zero(client, body):
    ask(client, body)
    return sent_code() != "000000"


def test_the_card_of_a_confirmed_person_is_a_proof(client_for, worker, resident, body):
    client = client_for(worker)
    assert "没有在窗口确认过身份" in ask(client, body, proof="document").content.decode()
    RealName.objects.create(
        user=resident,
        name="王桂芳",
        number=NUMBER,
        fingerprint=number_fingerprint(NUMBER),
        body_id=body.pk,
        confirmed_by=worker,
        confirmed_at=timezone.now(),
    )
    assert ask(client, body, proof="document").status_code == 302
    response = client.post("/admin/assist/consent/", {"answer": "110101199003070000", "has_consented": "on"})
    assert "证件号和这个账号确认过的不一样" in response.content.decode()
    response = client.post("/admin/assist/consent/", {"answer": NUMBER.lower(), "has_consented": "on"})
    assert response.url == "/assisting/"
    assert NUMBER not in str(list(Event.objects.values()))


def test_nobody_gets_at_an_office_a_child_or_their_own_account_that_way(worker, body, official):
    director = official(Role.COMMITTEE_DIRECTOR, body)
    supervisor = official(Role.SUPERVISOR, body)
    child = UserFactory(is_minor=True)
    for person in (director, supervisor, child, worker, UserFactory(superuser=True)):
        with pytest.raises(ValidationError):
            ask_for_consent(actor=worker, user=person, body=body, proof=AssistProof.CODE, now=timezone.now())


def test_two_officials_never_act_for_one_resident_at_once(acting, client_for, official, body, resident):
    colleague = client_for(official(Role.COMMITTEE_WORKER, body))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        response = begin(colleague, body)
    assert "别的工作人员正在替这位居民办事" in response.content.decode()
    assert AssistedSession.objects.count() == 1


def test_a_closed_account_leaves_the_proof_and_takes_the_words(acting, resident):
    acting.post("/assisting/end/")
    with zipfile.ZipFile(export_data(actor=resident, now=timezone.now())) as packed:
        data = json.loads(packed.read("data.json"))
    assert "问路灯" in json.dumps(data, ensure_ascii=False)
    close_account(actor=resident, user=resident, now=timezone.now())
    session = AssistedSession.objects.get()
    assert session.subject == "—"
    assert not Event.objects.filter(object_label__contains="问路灯").exists()


def test_an_address_that_leads_nowhere_ends_nothing(acting):
    # None of these is any view's, not even the page tree's; browsers ask for the last by themselves.
    for path in ("/nope.html", "/fuzimiao", "/favicon.ico"):
        response = acting.get(path)
        assert COOKIE not in response.cookies, path
        assert response.status_code != 404 or "结束代办" in response.content.decode(), path
    assert "结束代办" in acting.get("/").content.decode()


def test_a_resident_who_closes_their_account_meanwhile_ends_it(acting, resident, district):
    close_account(actor=resident, user=resident, now=timezone.now())
    session = AssistedSession.objects.get()
    assert (session.end, session.ended_at is None) == (AssistEnd.NO_RIGHT, False)
    form = {"kind": "discussion", "title": "路灯坏了三天", "text": "3号楼下的路灯不亮。"}
    response = acting.post(reverse("topic-start", args=[board_of(district).pk]), form)
    assert response.url == "/admin/assist/"
    assert not Topic.objects.exists()
    assert "代办已经结束" in acting.get("/admin/assist/").content.decode()
    assert "结束代办" not in acting.get("/").content.decode()
