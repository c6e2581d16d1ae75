"""What a phone number, an address or the like must look like, and its one usual form."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from communities.choices import ContactKind
from communities.divisions.reading import forbidden_character

_DASHES = re.compile(r"[‐‑‒–—―−－~～]")
_EXTENSION = re.compile(r"(?:转|ext\.?|,|#)\s*([0-9]{1,6})$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes have three digits (010, 02x) with eight-digit numbers, or four with seven or eight.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
# 110, 119, 120; 12345 and the like; 95xxx of companies; 96xxx of provinces.
_SHORT = re.compile(r"1[0-9]{2}|1[0-9]{4}|9[56][0-9]{3,4}")
_WECHAT = re.compile(r"[\w\-·（）()]{2,64}")


def clean_value(kind: str, value: str) -> str:
    """Return `value` in the usual form of its kind.

    Raises:
        ValidationError: the value is empty, holds characters that can't be seen, or is not of its kind.
    """
    plain = unicodedata.normalize("NFKC", value).strip()
    if not plain:
        raise ValidationError(_("请填写内容。"))
    if forbidden_character(plain):
        raise ValidationError(_("内容含有看不见的控制字符，请重新输入。"))
    if kind in {ContactKind.PHONE, ContactKind.HOTLINE, ContactKind.FAX}:
        return clean_phone(plain)
    if kind == ContactKind.EMAIL:
        return _email(plain)
    if kind == ContactKind.WECHAT:
        if not _WECHAT.fullmatch(plain):
            raise ValidationError(_("请填写公众号的名称或微信号，不要填网址。"))
        return plain
    # An address keeps its full-width brackets and the like.
    address = " ".join(value.split())
    if len(address) < 4:
        raise ValidationError(_("地址过短，请写明路名和门牌号。"))
    return address


def clean_phone(text: str) -> str:
    """Return a Chinese phone number as it is usually written: 025-52201234, 138 stays 11 digits,
    400-820-1234.

    Country code +86, brackets, blanks and any dash are accepted; an extension is written “转123”.

    Raises:
        ValidationError: not a number that can be called in the mainland.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    extension = ""
    if match := _EXTENSION.search(plain):
        extension, plain = f"转{match[1]}", plain[: match.start()]
    digits = re.sub(r"[\s().-]", "", plain)
    if digits.startswith(("+86", "0086")):
        digits = digits.removeprefix("+86").removeprefix("0086")
        if not _MOBILE.fullmatch(digits) and not digits.startswith(("0", "4", "8")):
            digits = f"0{digits}"
    # 025-52201234-8001 carries its extension behind a second dash.
    if not extension and (match := re.fullmatch(r"(0[0-9]{2,3}-?[2-9][0-9]{6,7})-([0-9]{1,6})", plain)):
        extension, digits = f"转{match[2]}", match[1].replace("-", "")
    if match := _LANDLINE.fullmatch(digits):
        number = f"{match[1]}-{match[2]}"
    elif match := _SERVICE.fullmatch(digits):
        number = "-".join(match.groups())
    elif _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits) or _SHORT.fullmatch(digits):
        number = digits
    else:
        raise ValidationError(
            _("请填写可以拨打的电话号码，例如 025-52201234、13800000000、400-820-1234 或 12345。")
        )
    return number + extension


def phone_link(number: str) -> str:
    """Return the `tel:` address of a number in its usual form; the extension is dialled after a pause."""
    main, _mark, extension = number.partition("转")
    digits = main.replace("-", "")
    return f"tel:{digits},{extension}" if extension else f"tel:{digits}"


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(_("请填写完整的电子邮箱，例如 shequ@example.cn。")) from None
    return text
