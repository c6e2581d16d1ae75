"""What is kept of people's names and numbers can be read with the keys, and with nothing else."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.encryption import UnreadableError, decrypt, encrypt, fingerprint
from accounts.models import Contact


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, fingerprint FROM accounts_contact")
        return cursor.fetchone()


def test_the_same_text_looks_different_each_time_and_reads_the_same():
    first, second = encrypt("张三"), encrypt("张三")
    assert first != second
    assert decrypt(first) == decrypt(second) == "张三"
    assert fingerprint("a", "张三") == fingerprint("a", "张三") != fingerprint("b", "张三")


def test_another_key_reads_nothing(settings):
    token = encrypt("张三")
    settings.PERSONAL_DATA_KEYS = ["another"]
    with pytest.raises(UnreadableError):
        decrypt(token)


def test_keys_are_changed_one_after_the_other(resident, settings, capsys):
    Contact.objects.create(
        user=resident,
        kind="phone",
        value="+8613900001234",
        fingerprint=Contact.fingerprint_of("phone", "+8613900001234"),
        confirmed_at=timezone.now(),
    )
    TOTP.activate(resident, "JBSWY3DPEHPK3PXP")
    before = stored()
    assert "1390000" not in before[0]
    settings.PERSONAL_DATA_KEYS = ["new", *settings.PERSONAL_DATA_KEYS]
    settings.PERSONAL_DATA_INDEX_KEY = "new index"
    assert Contact.objects.get().value == "+8613900001234"
    call_command("rotate_personal_data_keys")
    assert "2 rows" in capsys.readouterr().out
    settings.PERSONAL_DATA_KEYS = ["new"]
    after = stored()
    assert after[0] != before[0]
    assert Contact.objects.of_value("phone", "+8613900001234").get().value == "+8613900001234"
    assert decrypt(resident.authenticator_set.get().data["secret"]) == "JBSWY3DPEHPK3PXP"
