"""Which names people may take."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from accounts.names import check_nickname, check_username, hidden_characters, normal_form


@pytest.mark.parametrize("name", ["zhang", "张三", "ab12_", "乌衣巷老张", "𠮷野家", "张san3"])
def test_letters_digits_and_chinese_make_a_user_name(name):
    assert check_username(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"), [("ＺｈａｎｇＳａｎ", "zhangsan"), ("  Zhang  ", "zhang"), ("张Ａ", "张a")]
)
def test_a_user_name_is_kept_without_width_and_case(typed, kept):
    assert check_username(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a" * 21,
        "",
        "zhang san",
        "zhang-san",
        "_zhang",
        "张三！",
        "аdam",
        "zhang\u200bsan",
        "\u202egnahz",
        "zh\0ang",
        "😀😀",
        "a" * 10_000,
        "z\u0301\u0301hang",
        "ﷺ" * 20,
    ],
)
def test_other_characters_and_lengths_are_refused(name):
    with pytest.raises(ValidationError):
        check_username(name)


@pytest.mark.parametrize(
    "name",
    [
        "管理员",
        "系统管理员01",
        "admin",
        "ADMIN2",
        "ａｄｍｉｎ",
        "a_d_m_i_n",
        "官方",
        "乌衣巷居委会",
        "秦淮公安",
        "root",
        "居 委 会",
    ],
)
def test_a_name_that_passes_for_an_office_is_refused(name):
    with pytest.raises(ValidationError):
        check_username(name)
    with pytest.raises(ValidationError):
        check_nickname(name)


@pytest.mark.parametrize("name", ["13912345678", "8613912345678", "320104199001011234", "32010419900101123X"])
def test_a_phone_or_identity_number_is_not_made_public_as_a_name(name):
    with pytest.raises(ValidationError, match="手机号"):
        check_username(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  老  张 ", "老 张"),
        ("", ""),
        ("   ", ""),
        ("\u3000", ""),
        ("😀张三", "😀张三"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
    ],
)
def test_a_nickname_keeps_its_words_and_loses_spare_space(typed, kept):
    assert check_nickname(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "张\u200b三",
        "\u202e三张",
        "张\0三",
        "张\n三\x07",
        "\u3164",
        "张" * 21,
        "Z̸̡̢̛̗̘̙̜̝̞",
        "\ue000",
        "——",
        "张\ufeff",
    ],
)
def test_a_nickname_that_hides_something_is_refused(name):
    with pytest.raises(ValidationError):
        check_nickname(name)


def test_officials_may_call_themselves_what_they_are():
    assert check_nickname("居委会小王", may_use_reserved=True) == "居委会小王"


def test_a_rare_character_of_somebodys_name_is_no_hidden_one():
    """U+2EBE1 came with Unicode 15.1, after Python 3.11's."""
    assert check_nickname("\U0002ebe1") == "\U0002ebe1"
    assert check_username("张\U0002ebe1") == "张\U0002ebe1"


@given(st.text(max_size=200))
def test_any_text_is_kept_or_refused_and_never_breaks(text):
    for check in (check_username, check_nickname):
        try:
            kept = check(text)
        except ValidationError:
            continue
        assert not hidden_characters(kept)
        assert check(kept) == kept


@given(st.text(max_size=60))
def test_the_normal_form_is_its_own_normal_form(text):
    assert normal_form(normal_form(text)) == normal_form(text)


@pytest.mark.parametrize("other", ["ZhangSan", "ｚｈａｎｇｓａｎ", "zhangsan", "ZHANGSAN"])
def test_the_database_knows_one_account_a_name_whatever_the_case_and_width(db, other):
    User.objects.create_user("zhangsan")
    for write in (
        lambda: User.objects.create_user(other),
        lambda: User.objects.bulk_create([User(username=other)]),
        lambda: User.objects.filter(pk=User.objects.create_user("lisi").pk).update(username=other),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert User.objects.get(username=other).username == "zhangsan"
    assert User.objects.get_by_natural_key(other).username == "zhangsan"


def test_an_empty_user_name_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username="")])


def test_the_object_in_hand_shows_the_name_that_was_kept(db):
    user = User(username="ＡＢＣ")
    user.save()
    assert user.username == "abc"


def test_a_superuser_has_every_right_and_no_staff_flag(db):
    user = User.objects.create_superuser("operator", password="柳絮-corridor-7291")
    assert user.is_superuser
    assert not user.is_staff
