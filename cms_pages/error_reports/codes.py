"""The code by which somebody without an account finds the answer."""

import hashlib
import secrets
from typing import Final

# Crockford's alphabet: no I, L, O and U, which people take for 1, 0 and V.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 12
_GROUP: Final = 4
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Return a fresh code of sixty random bits, as people copy it: `K7QX-M2P9-4TRW`."""
    letters = "".join(secrets.choice(_ALPHABET) for _place in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def digest_of(code: str) -> str:
    """Return what is kept of a code; blanks, hyphens, case and letters mistaken for digits don't matter."""
    typed = "".join(char for char in code.upper().translate(_READ_AS) if char in _ALPHABET)
    return hashlib.sha256(typed.encode()).hexdigest()
