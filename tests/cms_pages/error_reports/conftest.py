"""A report of an error on a notice of 乌衣巷社区, and how one is sent."""

import uuid

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cms_pages.actions.report_error import report_error
from cms_pages.choices import ErrorKind
from cms_pages.error_reports.owners import page_in_question
from cms_pages.submissions.limits import Sender

FORM = "/corrections/"


@pytest.fixture
def about(district):
    """Return what an address is."""

    def found(address="/fuzimiao/wuyixiang/notices/"):
        return page_in_question(address, RequestFactory().get("/"), today=timezone.localdate())

    return found


@pytest.fixture
def report(about):
    """Make a report of what is at an address."""

    def made(address="/fuzimiao/wuyixiang/notices/", reporter=None, **fields):
        typed = {"place": "第一段", "text": "电话少了一位。", "contact": ""} | fields
        return report_error(
            actor=reporter,
            about=about(address),
            kind=ErrorKind.WRONG,
            with_account=reporter is not None,
            sender=Sender(person=reporter.pk if reporter else None, address="203.0.113.9"),
            now=timezone.now(),
            **typed,
        )

    return made


@pytest.fixture
def send():
    """Send the public form."""

    def sent(client, page="/fuzimiao/wuyixiang/notices/", token=None, **fields):
        data = {"page": page, "kind": "wrong", "text": "电话少了一位。", "form_token": token or uuid.uuid4()}
        headers = {"REMOTE_ADDR": fields.pop("address")} if "address" in fields else {}
        return client.post(FORM, {**data, **fields}, **headers)

    return sent
