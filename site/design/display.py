"""How a visitor wants the pages shown: elder mode (长辈版) and colour scheme.

Both live in plain cookies and nowhere else, so that a cacheable page may vary by them without a session.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from django.http import HttpRequest

Scheme = Literal["auto", "light", "dark"]

ELDER_COOKIE: Final = "elder"
SCHEME_COOKIE: Final = "scheme"
COOKIE_SECONDS: Final = 365 * 24 * 60 * 60
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)


@dataclass(frozen=True, slots=True)
class Display:
    """One visitor's wishes; the six possible values are all that a cached page may vary by."""

    elder: bool = False
    scheme: Scheme = "auto"

    @property
    def key(self) -> str:
        """A short text for cache keys, such as `e0-auto`."""
        return f"e{int(self.elder)}-{self.scheme}"


def clean_scheme(value: str | None) -> Scheme:
    """Return `value` when it is a known colour scheme, else `auto`."""
    for scheme in SCHEMES:
        if value == scheme:
            return scheme
    return "auto"


def from_request(request: HttpRequest) -> Display:
    """Read the wishes from the cookies `elder` ("on") and `scheme`; anything else means the default."""
    return Display(
        elder=request.COOKIES.get(ELDER_COOKIE) == "on",
        scheme=clean_scheme(request.COOKIES.get(SCHEME_COOKIE)),
    )
