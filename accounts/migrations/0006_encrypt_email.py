"""E-mail addresses of accounts are encrypted, as the contacts that they are copies of."""

from django.db import migrations, models

import accounts.encryption


def encrypt_all(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects
    for key, email in users.exclude(email="").values_list("pk", "email").iterator():
        users.filter(pk=key).update(email=accounts.encryption.encrypt(email))


def decrypt_all(apps, schema_editor):
    users = apps.get_model("accounts", "User").objects
    for key, email in users.exclude(email="").values_list("pk", "email").iterator():
        users.filter(pk=key).update(email=accounts.encryption.decrypt(email))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_ask_for_assistance")]

    operations = [
        migrations.AlterField("user", "email", models.TextField(blank=True, verbose_name="电子邮箱")),
        migrations.RunPython(encrypt_all, decrypt_all),
        migrations.AlterField(
            "user", "email", accounts.encryption.EncryptedTextField(blank=True, verbose_name="电子邮箱")
        ),
    ]
