"""`manage.py rotate_personal_data_keys`."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction

from accounts.encryption import EncryptedTextField, decrypt, encrypt
from accounts.models import Contact, RealName
from accounts.models.real_name import number_fingerprint

_BATCH = 200


class Command(BaseCommand):
    """Write every encrypted value with the newest key, and every fingerprint with the present index key."""

    help = (
        "Encrypt names, numbers and second factors anew with the first of PERSONAL_DATA_KEYS, and make the "
        "fingerprints anew; afterwards the other keys can go. Safe to run again. Stop the site while the "
        "index key changes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for model in apps.get_models():
            names = [
                field.attname for field in model._meta.local_fields if isinstance(field, EncryptedTextField)
            ]
            if names:
                count += self._rewrite(model, names)
        for factor in Authenticator.objects.order_by("pk").iterator(_BATCH):
            for name in ("secret", "seed"):
                if factor.data.get(name):
                    factor.data[name] = encrypt(decrypt(factor.data[name]))
            factor.save(update_fields=["data"])
            count += 1
        self.stdout.write(f"Encrypted {count} rows anew.")

    def _rewrite(self, model: type[models.Model], names: list[str]) -> int:
        count = 0
        keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), _BATCH):
            with transaction.atomic():
                rows = model._default_manager.select_for_update().filter(pk__in=keys[start : start + _BATCH])
                for row in rows:
                    changed = [*names, *_new_fingerprint(row)]
                    row.save(update_fields=changed)
                    count += 1
        return count


def _new_fingerprint(row: models.Model) -> list[str]:
    if isinstance(row, Contact):
        row.fingerprint = Contact.fingerprint_of(row.kind, row.value)
        return ["fingerprint"]
    if isinstance(row, RealName):
        row.fingerprint = number_fingerprint(row.number)
        return ["fingerprint"]
    return []
