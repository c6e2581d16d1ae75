"""How often forms may be sent: by a person, from an address, from a network, and by all together.

Counted in the database, exactly, with or without Redis. Nothing is kept of who it was but a keyed hash, and
that only until the window ends. A whole community may share one address, so that the address's limits are
wide; the network's stop whoever changes addresses, and the one for all stops a flood from everywhere.
"""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)
_SALT: Final = "cms_pages.submissions"
# What one household or one building site of a provider gets: the prefix that an attacker can't easily leave.
_NETWORK_BITS: Final = {4: 24, 6: 48}


@dataclass(frozen=True)
class Limit:
    """So many forms in each window."""

    most: int
    window: timedelta


PERSON: Final = (Limit(10, HOUR), Limit(30, DAY))
ADDRESS: Final = (Limit(6, HOUR), Limit(20, DAY))
NETWORK: Final = (Limit(40, HOUR), Limit(150, DAY))
EVERYBODY: Final = (Limit(600, HOUR),)


@dataclass(frozen=True)
class Sender:
    """Who sends a form.

    Attributes:
        person: key of the account; None for a visitor.
        address: the client's IP address as text; None where it is not known.
    """

    person: int | None
    address: str | None


@dataclass(frozen=True)
class Counted:
    """One thing that a form counts for."""

    mark: str
    limit: Limit
    window_ends: datetime


class TooMany(ValidationError):  # noqa: N818 - it says what happened
    """Too many forms were sent; `until` is the moment from which another one is taken."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        moment = timezone.localtime(until)
        super().__init__(
            _("提交得太频繁了，这次没有收下。写的内容还在下面，请在%(moment)s以后再点一次提交。")
            % {"moment": f"{moment:%Y-%m-%d %H:%M}"}
        )


def counted_for(sender: Sender, now: datetime) -> list[Counted]:
    """Return what a form of `sender` counts for at `now`, the narrowest first."""
    return [
        Counted(mark=_mark(key, limit), limit=limit, window_ends=_end_of_window(limit.window, now))
        for key, limits in _keys(sender)
        for limit in limits
    ]


def _keys(sender: Sender) -> Iterator[tuple[str, tuple[Limit, ...]]]:
    if sender.person is not None:
        yield f"person:{sender.person}", PERSON
    elif sender.address:
        yield f"address:{sender.address}", ADDRESS
    if sender.address:
        yield f"network:{_network(sender.address)}", NETWORK
    yield "everybody", EVERYBODY


def _network(address: str) -> str:
    parsed = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((parsed, _NETWORK_BITS[parsed.version]), strict=False))


def _mark(key: str, limit: Limit) -> str:
    return salted_hmac(_SALT, f"{key}:{limit.window.total_seconds():.0f}", algorithm="sha256").hexdigest()


def _end_of_window(window: timedelta, now: datetime) -> datetime:
    return _EPOCH + window * ((now - _EPOCH) // window + 1)
