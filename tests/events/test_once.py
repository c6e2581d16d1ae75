"""A form that is sent twice does its work once."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from events.actions.prune import prune
from events.models import SentForm
from events.once import OnceForm, once


class Deed:
    """Counts how often it was done."""

    def __init__(self, error=None):
        self.done = 0
        self.error = error

    def __call__(self):
        self.done += 1
        if self.error:
            raise self.error
        return f"/topics/{self.done}/"


def send(deed, token, purpose="test.deed"):
    return once(token=token, purpose=purpose, now=timezone.now(), act=deed)


def test_the_second_time_nothing_is_done_and_the_same_page_comes(db):
    deed, token = Deed(), uuid.uuid4()
    assert [send(deed, token), send(deed, token)] == ["/topics/1/", "/topics/1/"]
    assert deed.done == 1
    assert send(deed, token, purpose="test.other") == "/topics/2/"
    assert send(deed, uuid.uuid4()) == "/topics/3/"


@pytest.mark.parametrize("error", [ValueError, IntegrityError])
def test_what_failed_may_be_sent_again(db, error):
    token = uuid.uuid4()
    with transaction.atomic(), pytest.raises(error):
        send(Deed(error), token)
    assert send(Deed(), token) == "/topics/1/"


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_only_one_is_done():
    deed, token, answers = Deed(), uuid.uuid4(), []
    start = threading.Barrier(6)

    def act():
        start.wait()
        answers.append(send(deed, token))
        connection.close()

    threads = [threading.Thread(target=act) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/topics/1/"] * 6
    assert SentForm.objects.count() == 1


def test_a_form_keeps_its_token_when_it_is_shown_again():
    token = str(uuid.uuid4())
    form = OnceForm({"form_token": token})
    assert form.is_valid()
    assert str(form.token) == token
    assert token in str(form)
    assert f'value="{token}"' not in str(OnceForm())


@pytest.mark.parametrize("odd", ["", "x", "\0", "-1", "0" * 5000])
def test_a_broken_token_is_as_good_as_a_new_one(odd):
    form = OnceForm({"form_token": odd})
    assert form.is_valid()
    assert isinstance(form.token, uuid.UUID)


def test_old_tokens_go(db):
    send(Deed(), uuid.uuid4())
    prune(now=timezone.now() + timedelta(days=13))
    assert SentForm.objects.count() == 1
    prune(now=timezone.now() + timedelta(days=15))
    assert SentForm.objects.count() == 0
