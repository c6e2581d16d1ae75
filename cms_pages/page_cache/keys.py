"""By which key an answer is kept."""

import hashlib
from typing import Final

from django.http import HttpRequest

from design.display import from_request

# What lists of the site are asked by. Any other parameter is answered, but neither looked up nor kept, so
# that nobody fills the cache by inventing addresses.
QUERY: Final = frozenset(
    {"after", "area", "audience", "before", "community", "department", "kind", "month", "street", "year"}
)
# Added by messaging apps and counters to links that people share; no page reads them.
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


def key_for(request: HttpRequest) -> str | None:
    """Return the key of the answer to `request`, or None where it must be neither looked up nor kept.

    It tells apart the host (an answer may name it), the address, the parameters of `QUERY`, elder mode and
    colour scheme, and nothing else about the visitor.

    Raises:
        DisallowedHost: the host is none of ours; Django answers 400.
    """
    if request.method not in ("GET", "HEAD") or getattr(request, "is_dummy", False):
        return None
    query: list[tuple[str, str]] = []
    for name, values in request.GET.lists():
        if name in IGNORED:
            continue
        if name not in QUERY or len(values) > 1 or len(values[0]) > LONGEST_VALUE:
            return None
        if values[0]:
            query.append((name, values[0]))
    parts = (
        request.scheme or "",
        request.get_host(),
        request.path,
        repr(sorted(query)),
        from_request(request).key,
    )
    return f"pages:answer:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"
