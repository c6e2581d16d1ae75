"""Phone numbers and e-mail addresses as people type them, and as they are kept."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.choices import ContactKind

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_SEPARATORS: Final = re.compile(r"[\s\-()·.]+")
_EMAIL_LENGTH: Final = 254


def clean_phone(text: str) -> str:
    """Return the number in E.164: eleven digits become +86…; other countries' begin with +.

    Raises:
        ValidationError: it is no mobile number.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    domestic = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", bare)
    if _MOBILE.fullmatch(domestic):
        return f"+86{domestic}"
    if _E164.fullmatch(bare) and not bare.startswith("+86"):
        return bare
    raise ValidationError(_("手机号不对，应当是11位数字，例如 13912345678。"), code="phone")


def clean_contact(text: str) -> tuple[ContactKind, str]:
    """Return which of the two was typed, and how it is kept.

    Raises:
        ValidationError: it is neither.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if "@" not in typed:
        return ContactKind.PHONE, clean_phone(typed)
    address = typed.casefold()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > _EMAIL_LENGTH:
        raise ValidationError(_("邮箱地址不完整，应当像 name@example.cn 这样。"), code="email")
    return ContactKind.EMAIL, address


def masked(kind: ContactKind | str, value: str) -> str:
    """Return enough of a number or address for its owner to know it: 139****5678, z***@example.cn."""
    if kind == ContactKind.PHONE:
        shown = value.removeprefix("+86")
        return f"{shown[:3]}****{shown[-4:]}"
    name, _at, host = value.partition("@")
    return f"{name[:1]}***@{host}"
