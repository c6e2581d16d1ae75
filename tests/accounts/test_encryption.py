"""What is kept of people's names and numbers can be read with the keys, and with nothing else."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
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
    assert "3 rows" in capsys.readouterr().out
    settings.PERSONAL_DATA_KEYS = ["new"]
    after = stored()
    assert after[0] != before[0]
    assert Contact.objects.of_value("phone", "+8613900001234").get().value == "+8613900001234"
    assert decrypt(resident.authenticator_set.get().data["secret"]) == "JBSWY3DPEHPK3PXP"


def test_the_copy_of_an_address_is_encrypted_and_allauth_keeps_none(resident, sign_in):
    resident.email = "zhang@example.cn"
    resident.save(update_fields=["email"])
    assert sign_in().status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM accounts_user WHERE id = %s", [resident.pk])
        (kept,) = cursor.fetchone()
    assert "zhang" not in kept
    assert decrypt(kept) == "zhang@example.cn" == type(resident).objects.get(pk=resident.pk).email
    assert not EmailAddress.objects.exists()


def test_addresses_that_were_readable_are_encrypted_by_the_migration(resident):
    step = import_module("accounts.migrations.0006_encrypt_email")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET email = 'z@example.cn' WHERE id = %s", [resident.pk])

    class Plain(models.Model):  # noqa: DJ008 - only its column is looked at
        email = models.TextField()

        class Meta:
            app_label = "accounts"
            db_table = "accounts_user"
            managed = False

    historical = SimpleNamespace(get_model=lambda _app, _name: Plain)
    try:
        step.encrypt_all(historical, None)
        assert type(resident).objects.get(pk=resident.pk).email == "z@example.cn"
        step.decrypt_all(historical, None)
        assert Plain.objects.get(pk=resident.pk).email == "z@example.cn"
    finally:
        del apps.all_models["accounts"]["plain"]
