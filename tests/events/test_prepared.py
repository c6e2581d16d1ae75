"""A prepared question has the answers of the queryset that it was made of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import models
from django.utils import timezone

from events.models import SentForm
from events.prepared import Prepared, PreparedRows, PreparedUpdate, slot


def made(**fields):
    usual = {"token": uuid4(), "purpose": "test.deed", "at": timezone.now()}
    return SentForm.objects.create(**usual | fields)


def test_objects_are_those_of_the_queryset_whatever_is_asked(db, django_assert_num_queries):
    ask = Prepared(
        lambda: (
            SentForm.objects.filter(
                at__gte=slot("since", models.DateTimeField), purpose=slot("purpose", models.CharField)
            )
            .annotate(longer=models.functions.Concat("purpose", models.Value("!")))
            .order_by("at")
        )
    )
    now = timezone.now()
    old, new = made(at=now - timedelta(days=1)), made(at=now)
    made(purpose="test.other")
    with django_assert_num_queries(1):
        assert ask(since=now - timedelta(days=2), purpose="test.deed") == [old, new]
    found = ask.first(since=now - timedelta(hours=1), purpose="test.deed")
    assert (found.token, found.at, found.longer) == (new.token, new.at, "test.deed!")
    found.answer = "/topics/1/"
    found.save()
    assert SentForm.objects.get(pk=new.pk).answer == "/topics/1/"
    assert ask.first(since=now + timedelta(hours=1), purpose="test.deed") is None


def test_rows_are_named_and_of_python_s_kinds(db):
    ask = PreparedRows(
        lambda: SentForm.objects.filter(token=slot("token", models.UUIDField)).values_list(
            "purpose", "token", "at", named=True
        )
    )
    form = made()
    (row,) = ask(token=form.token)
    assert (row.purpose, row.token, row.at) == ("test.deed", form.token, form.at)
    assert ask(token=uuid4()) == []


def test_what_gives_no_whole_objects_is_refused(db):
    ask = Prepared(lambda: SentForm.objects.values_list("pk"))
    with pytest.raises(TypeError, match="whole objects"):
        ask()


def test_a_change_is_what_update_makes_of_it(db, django_assert_num_queries):
    change = PreparedUpdate(
        lambda: SentForm.objects.filter(token=slot("token", models.UUIDField)),
        answer=models.functions.Concat("purpose", slot("answer", models.CharField)),
        at=slot("at", models.DateTimeField),
    )
    form, other = made(), made()
    later = timezone.now() + timedelta(days=1)
    with django_assert_num_queries(1):
        assert change(token=form.token, answer="/topics/1/", at=later) == 1
    form.refresh_from_db()
    assert (form.answer, form.at) == ("test.deed/topics/1/", later)
    assert SentForm.objects.get(pk=other.pk).answer == ""
    assert change(token=uuid4(), answer="", at=later) == 0
