"""Secrets at rest: names and numbers of people, encrypted with keys that can be changed one after the other.

`PERSONAL_DATA_KEYS` lists the keys, the newest first: it encrypts, all of them decrypt. What has to be unique
or found again is kept a second time as a fingerprint, which needs `PERSONAL_DATA_INDEX_KEY` to be made and
does not lead back. `manage.py rotate_personal_data_keys` writes every value anew with the newest key.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

_CONTEXT = b"qinhuai personal data: "


class UnreadableError(Exception):
    """A value was encrypted with a key that PERSONAL_DATA_KEYS no longer names."""


def encrypt(text: str) -> str:
    """Return `text` encrypted with the newest key; twice the same text gives two different results."""
    return _cipher(tuple(settings.PERSONAL_DATA_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return what was encrypted.

    Raises:
        UnreadableError: none of the keys fits.
    """
    try:
        return _cipher(tuple(settings.PERSONAL_DATA_KEYS)).decrypt(token.encode("ascii", "replace")).decode()
    except InvalidToken:
        raise UnreadableError("No key in PERSONAL_DATA_KEYS fits this value.") from None


def fingerprint(kind: str, text: str) -> str:
    """Return what tells whether two texts of one kind are the same, and tells nothing else (64 digits)."""
    key = settings.PERSONAL_DATA_INDEX_KEY.encode()
    return hmac.new(key, f"{kind}\0{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    # Any text of enough length is a key (`make secret`); Fernet wants 32 bytes.
    made = [base64.urlsafe_b64encode(hashlib.sha256(_CONTEXT + key.encode()).digest()) for key in keys]
    return MultiFernet([Fernet(key) for key in made])


class EncryptedTextField(models.TextField[str, str]):
    """Text that the database never sees. It can't be searched or compared there."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value
