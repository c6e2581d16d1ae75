"""Keys of lists that page by key: where in a list a page ends, as one opaque word of an address."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 60


def encode_key(moment: datetime, pk: int) -> str:
    """Return the key of the row with that moment and primary key."""
    microseconds = (moment - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{microseconds}.{pk}".encode()).decode().rstrip("=")


def decode_key(text: str) -> tuple[datetime, int] | None:
    """Return moment and primary key; None for whatever `encode_key` has not made."""
    if not text or len(text) > _LONGEST or not text.isascii():
        return None
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
        microseconds, pk = plain.split(".")
        if not (microseconds.isdecimal() and pk.isdecimal() and len(pk) < 19):
            return None
        return _EPOCH + timedelta(microseconds=int(microseconds)), int(pk)
    except (ValueError, binascii.Error, OverflowError):
        return None
