"""By which key an answer is kept."""

import hashlib
import re
from typing import Final

from django.http import HttpRequest

from accounts.middleware import SIGNED_IN_COOKIE
from design.display import from_request

# What lists of the site are asked by. Any other parameter is answered, but neither looked up nor kept, so
# that nobody fills the cache by inventing addresses; people's own words (`q`) are such a one.
QUERY: Final = frozenset(
    {
        "after",
        "area",
        "before",
        "department",
        "ended",
        "event",
        "from",
        "item",
        "kind",
        "letter",
        "level",
        "open",
        "state",
        "tag",
        "tier",
        "to",
        "year",
    }
)
WORDS: Final = "q"
# Added by messaging apps and counters to links that people share; no page reads them. They get the kept page,
# but what is made for such an address, with the address in it, is not kept for others.
IGNORED: Final = frozenset(
    {
        "from_wecom",
        "isappinstalled",
        "nsukey",
        "scene",
        "spm",
        "utm_campaign",
        "utm_medium",
        "utm_source",
        "wxfrom",
    }
)
LONGEST_VALUE: Final = 40
# Where members see more than visitors (what they have not read, their own form): whoever carries the cookie
# that says “signed in” gets an answer of their own, made anew, and the kept one stays for visitors.
FOR_MEMBERS: Final = re.compile(r"/(?:boards|forum|topics|users)/")


def key_for(request: HttpRequest) -> str | None:
    """Return the key of the answer to `request`, or None where it must be neither looked up nor kept.

    It tells apart the host (an answer may name it), the address, the parameters of `QUERY`, elder mode and
    colour scheme, and nothing else about the visitor.

    Raises:
        DisallowedHost: the host is none of ours; Django answers 400.
    """
    if request.method not in ("GET", "HEAD") or getattr(request, "is_dummy", False):
        return None
    if SIGNED_IN_COOKIE in request.COOKIES and FOR_MEMBERS.search(request.path):
        return None
    query: list[tuple[str, str]] = []
    for name, values in request.GET.lists():
        # A form sends its empty fields, too; they ask for nothing.
        if name in IGNORED or (name == WORDS and not any(values)):
            continue
        if name not in QUERY or len(values) > 1 or len(values[0]) > LONGEST_VALUE:
            return None
        if values[0]:
            query.append((name, values[0]))
    display = from_request(request).key
    parts = (request.scheme or "", request.get_host(), request.path, repr(sorted(query)), display)
    return f"pages:answer:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


def may_be_kept(request: HttpRequest) -> bool:
    """Return whether the answer may stand for the other addresses that have its key."""
    return IGNORED.isdisjoint(request.GET)
