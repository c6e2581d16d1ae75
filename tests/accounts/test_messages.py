"""Texts and mails go their own way: a dead server fails nobody, and what failed is tried again."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions.queue_message import queue_message
from accounts.actions.send_message import LAST_ATTEMPT, forget_old_messages, send_due_messages
from accounts.choices import ContactKind, MessageState
from accounts.models import OutgoingMessage
from accounts.texting import TextError, gateway
from tests.accounts.test_sign_in import text_of
from tests.factories.people import PASSWORD


@contextmanager
def provider(status=200, answer=b'{"code": "OK"}', headers=()):
    """A provider of text messages on this machine; yields its address and what it was sent."""
    received = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((dict(self.headers), json.loads(body)))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sms", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def configured(settings):
    settings.TEXT_GATEWAY_KEY = "the-key"
    settings.TEXT_GATEWAY_TEMPLATES = {"code": "SMS_1"}
    settings.TEXT_GATEWAY_SIGNATURE = "秦淮社区"
    return settings


def queue(kind=ContactKind.PHONE, to="+8613900001234", **fields):
    return queue_message(
        actor=None,
        recipient=None,
        kind=kind,
        to=to,
        template="code",
        subject="验证码",
        body="验证码123456",
        values={"code": "123456"},
        now=timezone.now(),
        **fields,
    )


def send(now=None):
    send_due_messages(now=now or timezone.now())
    return OutgoingMessage.objects.get()


def test_the_provider_gets_number_template_and_key(db, configured):
    with provider() as (address, received):
        configured.TEXT_GATEWAY_URL = address
        queue()
        sent = send()
    assert (sent.state, sent.body, sent.values) == (MessageState.SENT, "", "")
    headers, body = received[0]
    assert headers["Authorization"] == "Bearer the-key"
    assert body == {
        "phone": "+8613900001234",
        "template": "SMS_1",
        "params": {"code": "123456"},
        "signature": "秦淮社区",
    }


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 500}, "answered 500"),
        ({"status": 302, "headers": [("Location", "http://127.0.0.1:9/")]}, "answered 302"),
        ({"answer": b'{"code": "isv.BUSINESS_LIMIT_CONTROL"}'}, "isv.BUSINESS_LIMIT_CONTROL"),
    ],
)
def test_a_refusal_is_tried_again_later(db, configured, answer, reason):
    with provider(**answer) as (address, received):
        configured.TEXT_GATEWAY_URL = address
        queue()
        message = send()
        assert (message.state, message.attempts) == (MessageState.PENDING, 1)
        assert reason in message.error
        assert "123456" not in message.error
        send()
        assert len(received) == 1
        assert send(timezone.now() + timedelta(seconds=20)).attempts == 2


def test_a_template_without_a_name_there_is_no_message(configured):
    configured.TEXT_GATEWAY_URL = "http://127.0.0.1:9/"
    with pytest.raises(TextError, match="has no 'urgent'"):
        gateway().send(number="+8613900001234", template="urgent", values={}, text="")


@pytest.mark.parametrize("kind", ContactKind)
def test_a_dead_server_fails_no_sign_up(db, client, configured, kind, django_capture_on_commit_callbacks):
    configured.TEXT_GATEWAY_URL = "http://127.0.0.1:9/"
    configured.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    configured.EMAIL_HOST, configured.EMAIL_PORT, configured.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    contact = {"phone": "13900001234", "email": "a@example.cn"}[kind]
    form = {
        "username": "lisi",
        "contact": contact,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "age": "adult",
        "agrees": "on",
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/signup/", form).status_code == 302
    message = OutgoingMessage.objects.get()
    assert (message.state, message.attempts) == (MessageState.PENDING, 1)


def test_it_is_given_up_in_the_end(db, configured):
    configured.TEXT_GATEWAY_URL = "http://127.0.0.1:9/"
    queue()
    now = timezone.now()
    for _attempt in range(LAST_ATTEMPT):
        now += timedelta(hours=7)
        message = send(now)
    assert (message.state, message.body) == (MessageState.FAILED, "")
    assert send(now + timedelta(days=1)).attempts == LAST_ATTEMPT


def test_a_code_that_is_over_is_not_sent(db, configured):
    with provider() as (address, received):
        configured.TEXT_GATEWAY_URL = address
        queue(expires_at=timezone.now() + timedelta(minutes=10))
        message = send(timezone.now() + timedelta(minutes=11))
    assert (message.state, message.error, received) == (MessageState.FAILED, "expired", [])


def test_mails_go_by_the_settings_server(db):
    queue(kind=ContactKind.EMAIL, to="zhang@example.cn")
    assert send().state == MessageState.SENT
    assert (mail.outbox[0].to, mail.outbox[0].body) == (["zhang@example.cn"], "验证码123456")


def test_without_a_provider_the_console_has_it(db, capsys):
    queue()
    send()
    assert "+8613900001234] 验证码123456" in capsys.readouterr().out


def test_the_outbox_is_for_developers(client, db, settings):
    queue()
    assert client.get("/accounts/outbox/").status_code == 404
    settings.OUTBOX_PAGE = True
    send()
    assert "验证码123456" in text_of(client.get("/accounts/outbox/"))


def test_old_messages_go(db):
    queue(kind=ContactKind.EMAIL, to="zhang@example.cn")
    send()
    forget_old_messages(now=timezone.now() + timedelta(days=6))
    assert OutgoingMessage.objects.count() == 1
    forget_old_messages(now=timezone.now() + timedelta(days=8))
    assert OutgoingMessage.objects.count() == 0
