"""Two people at the same moment, and codes where they don't belong."""

import threading

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import pace
from accounts.actions.send_code import send_code
from accounts.choices import CodePurpose, ContactKind
from accounts.models import Contact, User
from tests.accounts.test_contacts import last_code
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.usefixtures("unsent")

PHONE = "+8613900001234"
OTHER_PASSWORD = "梧桐-harbour-3355"


@pytest.fixture
def unsent(monkeypatch):
    """Leave messages in the queue: once sent, their words are wiped."""
    monkeypatch.setattr("accounts.actions.queue_message._wake", lambda: None)


def at_once(*acts):
    """Do all of `acts` at the same moment, each with a connection of its own; return what they return."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number):
        start.wait()
        try:
            results[number] = acts[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_want_one_name_one_gets_it_and_one_reads_why_not(sign_up_form):
    def sign_up(password, contact):
        form = sign_up_form(password1=password, password2=password, contact=contact)
        return lambda: Client().post("/accounts/signup/", form)

    answers = at_once(sign_up(PASSWORD, "13900001234"), sign_up(OTHER_PASSWORD, "zhang@example.cn"))
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "这个用户名已经有人用了" in text_of(refused)
    assert User.objects.filter(username="lisi").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "value"), [(ContactKind.PHONE, PHONE), (ContactKind.EMAIL, "zhang@example.cn")]
)
def test_of_two_people_who_prove_one_number_one_gets_it_and_one_reads_why_not(client_for, kind, value):
    now, acts = timezone.now(), []
    for person in (UserFactory(), UserFactory()):
        # The second code is for whoever comes second; the pace of one number is another test's matter.
        pace.Attempt.objects.all().delete()
        send_code(actor=person, user=person, purpose=CodePurpose.CONFIRM, kind=kind, value=value, now=now)
        client, digits = client_for(person), last_code()
        acts.append(lambda client=client, digits=digits: client.post("/me/contact/code/", {"code": digits}))
    answers = at_once(*acts)
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert "已经属于另一个账号" in text_of(refused)
    assert Contact.objects.filter(kind=kind).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_twice_at_once_sets_one_password():
    person = UserFactory()
    Contact.objects.create(
        user=person,
        kind="phone",
        value=PHONE,
        fingerprint=Contact.fingerprint_of("phone", PHONE),
        confirmed_at=timezone.now(),
    )
    clients = []
    for _tab in range(2):
        pace.Attempt.objects.all().delete()
        client = Client()
        client.post("/accounts/password/reset/", {"contact": PHONE})
        clients.append(client)
    now = timezone.now()
    pace.Attempt.objects.all().delete()
    send_code(
        actor=None, user=person, purpose=CodePurpose.RESET, kind=ContactKind.PHONE, value=PHONE, now=now
    )
    digits = last_code()

    def reset(client, password):
        form = {"code": digits, "password1": password, "password2": password}
        return lambda: client.post("/accounts/password/reset/code/", form)

    answers = at_once(reset(clients[0], OTHER_PASSWORD), reset(clients[1], "银杏-lantern-8112"))
    assert sorted(answer.status_code for answer in answers) == [302, 422]


@pytest.mark.parametrize("purpose", [CodePurpose.RESET, CodePurpose.ASSIST])
def test_a_code_is_good_for_its_purpose_alone(client_for, resident, purpose):
    now = timezone.now()
    kind = ContactKind.PHONE
    send_code(actor=resident, user=resident, purpose=CodePurpose.CONFIRM, kind=kind, value=PHONE, now=now)
    pace.Attempt.objects.all().delete()
    send_code(actor=resident, user=resident, purpose=purpose, kind=kind, value="+8613900005678", now=now)
    answer = client_for(resident).post("/me/contact/code/", {"code": last_code()})
    assert (answer.status_code, Contact.objects.exists()) == (422, False)


def test_a_code_is_good_for_its_person_alone(client_for, resident):
    now, other = timezone.now(), UserFactory()
    for person, value in ((other, "+8613900005678"), (resident, PHONE)):
        send_code(
            actor=person,
            user=person,
            purpose=CodePurpose.CONFIRM,
            kind=ContactKind.PHONE,
            value=value,
            now=now,
        )
    answer = client_for(other).post("/me/contact/code/", {"code": last_code()})
    assert (answer.status_code, Contact.objects.exists()) == (422, False)


def test_codes_are_guessed_no_more_often_for_a_made_up_address(client_for, resident):
    client = client_for(resident)
    most = next(limit.most for limit in pace.LIMITS["try_code"] if limit.by == pace.PERSON)
    for number in range(most + 1):
        if number % 5 == 0:  # a code bears five tries
            pace.Attempt.objects.filter(action="send_code").delete()
            now, kind = timezone.now(), ContactKind.PHONE
            purpose = CodePurpose.CONFIRM
            send_code(actor=resident, user=resident, purpose=purpose, kind=kind, value=PHONE, now=now)
        made_up = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}", "REMOTE_ADDR": f"10.{number}.0.1"}
        answer = client.post("/me/contact/code/", {"code": "no-code"}, **made_up)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 3000


@pytest.mark.django_db(transaction=True)
def test_one_code_on_paper_typed_twice_at_once_lets_one_in():
    person = UserFactory(username="zhangsan")
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    acts = []
    for _device in range(2):
        client = Client()
        client.post("/accounts/login/", {"login": "zhangsan", "password": PASSWORD})
        acts.append(lambda client=client: client.post("/accounts/second-factor/sign-in/", {"code": code}))
    assert sorted(answer.status_code for answer in at_once(*acts)) == [302, 422]
