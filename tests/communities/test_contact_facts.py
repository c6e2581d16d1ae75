"""Facts by which bodies are reached: held once, in one form, with every change told."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from communities.actions.remove_contact_fact import remove_contact_fact
from communities.actions.set_contact_fact import set_contact_fact
from communities.choices import ContactKind
from communities.contact_values import clean_phone, clean_value, phone_link
from communities.models import ContactFact
from events.models import Event


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("025-52201234", "025-52201234"),
        ("(025) 5220 1234", "025-52201234"),
        ("（０２５）５２２０１２３４", "025-52201234"),
        ("025—52201234", "025-52201234"),
        ("+86 25 52201234", "025-52201234"),
        ("010-65252000", "010-65252000"),
        ("0512-65221234", "0512-65221234"),
        ("0595 2212345", "0595-2212345"),
        ("025-52201234转801", "025-52201234转801"),
        ("025-52201234-801", "025-52201234转801"),
        ("52201234", "52201234"),
        ("138 0000 0000", "13800000000"),
        ("+8613800000000", "13800000000"),
        ("4008201234", "400-820-1234"),
        ("400-820-1234", "400-820-1234"),
        ("12345", "12345"),
        ("110", "110"),
        ("95598", "95598"),
    ],
)
def test_a_phone_number_is_kept_in_its_usual_form(typed, kept):
    assert clean_phone(typed) == kept
    assert clean_phone(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "电话", "1234", "12800000000", "025-1234", "1380000000", "52201234567890", "025-52201234-x", "²³"],
)
def test_what_cannot_be_called_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_value(ContactKind.PHONE, typed)


@given(st.text(max_size=60), st.sampled_from(ContactKind.values))
def test_any_text_is_kept_or_refused(text, kind):
    try:
        kept = clean_value(kind, text)
    except ValidationError:
        return
    assert clean_value(kind, kept) == kept


def test_a_phone_link_dials_the_extension_after_a_pause():
    assert phone_link("025-52201234转801") == "tel:02552201234,801"
    assert phone_link("12345") == "tel:12345"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ContactKind.EMAIL, "shequ@"),
        (ContactKind.ADDRESS, "3号"),
        (ContactKind.WECHAT, "https://example.cn"),
        (ContactKind.ADDRESS, "乌衣巷\u202e 12号楼"),
    ],
)
def test_other_facts_must_be_of_their_kind(kind, value):
    with pytest.raises(ValidationError):
        clean_value(kind, value)


def test_a_fact_changed_once_is_told_with_before_and_after(district, official, now):
    from communities.choices import Role

    body = district.body("wuyixiang")
    worker = official(Role.COMMITTEE_WORKER, body)
    fact = set_contact_fact(
        actor=worker, body=body, kind=ContactKind.PHONE, value="025 52201234", label="值班电话", now=now
    )
    changed = set_contact_fact(
        actor=worker,
        body=body,
        kind=ContactKind.PHONE,
        value="025-52205678",
        label="值班电话",
        fact=fact,
        now=now,
    )
    assert changed.pk == fact.pk
    event = Event.objects.get(verb="contact_fact.changed")
    assert event.changes == {"value": ["025-52201234", "025-52205678"]}
    assert event.actor == worker
    assert event.area_paths == [district["wuyixiang"].path]


def test_the_same_fact_twice_is_refused_and_no_change_is_no_event(district, now):
    body = district.body("wuyixiang")
    fact = set_contact_fact(actor=None, body=body, kind=ContactKind.PHONE, value="12345", now=now)
    with pytest.raises(ValidationError):
        set_contact_fact(actor=None, body=body, kind=ContactKind.PHONE, value="12345", now=now)
    set_contact_fact(actor=None, body=body, kind=ContactKind.PHONE, value="１２３４５", fact=fact, now=now)
    assert Event.objects.filter(verb__startswith="contact_fact.").count() == 1


def test_a_removed_fact_leaves_its_event(district, now):
    body = district.body("wuyixiang")
    fact = set_contact_fact(actor=None, body=body, kind=ContactKind.PHONE, value="12345", now=now)
    key = str(fact.pk)
    remove_contact_fact(actor=None, fact=fact, now=now)
    event = Event.objects.get(verb="contact_fact.removed")
    assert (event.object_id, event.is_tombstone, event.changes["value"]) == (key, True, ["12345", None])


def test_phones_and_public_facts_are_found(district, now):
    body = district.body("wuyixiang")
    for kind, value, is_public in (
        (ContactKind.PHONE, "025-52201234", True),
        (ContactKind.HOTLINE, "12345", True),
        (ContactKind.PHONE, "13800000000", False),
        (ContactKind.ADDRESS, "夫子庙街道乌衣巷12号", True),
    ):
        set_contact_fact(actor=None, body=body, kind=kind, value=value, is_public=is_public, now=now)
    values = ContactFact.objects.filter(body=body).public().phones().values_list("value", flat=True)
    assert list(values) == ["025-52201234", "12345"]
