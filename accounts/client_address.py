"""Where a request comes from, behind as many proxies of our own as `TRUSTED_PROXY_COUNT` says."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the client's IP address, or None where there is none (a Unix socket without a proxy's header).

    Each proxy appends the address that it was called from to `X-Forwarded-For`, so the client's own is the
    `TRUSTED_PROXY_COUNT`-th from the right; what stands further left was sent by the client and may be a
    lie. A header with fewer entries than proxies did not come through all of them and is not believed.
    """
    socket_address = _parse(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies < 1:
        return socket_address
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(hops) < proxies:
        return socket_address
    return _parse(hops[-proxies]) or socket_address


def _parse(text: str) -> str | None:
    """Return the address in `text`, which may have a port (`192.0.2.1:80`, `[2001:db8::1]:80`), or None."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).partition("%")[0]
