"""How often something may be done: counted by person, by number or address written to, by client address and
by network.

Counts lie in the database, so that they hold while the cache is away, and as fingerprints, so that they tell
nobody's number. A network is a /24 of IPv4 and a /64 of IPv6: whoever owns one has all its addresses.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.encryption import fingerprint
from accounts.models import Attempt
from events.context import current

PERSON: Final = "person"
CONTACT: Final = "contact"
ADDRESS: Final = "address"
NETWORK: Final = "network"

_NETWORK_BITS: Final = {4: 24, 6: 64}
KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` times within `within` for each `by`."""

    by: str
    most: int
    within: timedelta


_MINUTE, _QUARTER, _HOUR, _DAY = (
    timedelta(minutes=1),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(days=1),
)
LIMITS: Final[Mapping[str, tuple[Limit, ...]]] = {
    "send_code": (
        Limit(CONTACT, 1, _MINUTE),
        Limit(CONTACT, 5, _HOUR),
        Limit(PERSON, 10, _DAY),
        Limit(ADDRESS, 30, _HOUR),
        Limit(NETWORK, 100, _HOUR),
    ),
    "sign_up": (Limit(ADDRESS, 20, _HOUR), Limit(NETWORK, 60, _HOUR)),
    # Failures only. The pair of name and address is axes' own, and much lower.
    "sign_in_failed": (Limit(PERSON, 30, _QUARTER), Limit(NETWORK, 200, _QUARTER)),
    # In a browser that knows the name (`known_devices`), where nobody else's failures count.
    "sign_in_failed_here": (Limit(PERSON, 5, _QUARTER),),
    "second_factor_failed": (Limit(PERSON, 5, _QUARTER), Limit(NETWORK, 100, _QUARTER)),
    "try_code": (Limit(PERSON, 15, _HOUR), Limit(ADDRESS, 60, _HOUR), Limit(NETWORK, 200, _HOUR)),
    # Guessing a query code: of one enquiry, or of many.
    "query_enquiry": (Limit(CONTACT, 10, _HOUR), Limit(ADDRESS, 30, _HOUR), Limit(NETWORK, 200, _HOUR)),
    "download_data": (Limit(PERSON, 5, _HOUR),),
}


class TooOftenError(Exception):
    """It was done so often that the next time has to wait.

    Attributes:
        until: from when it may be done again.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    def __str__(self) -> str:
        """Say when to try again."""
        seconds = (self.until - timezone.now()).total_seconds()
        if seconds <= _MINUTE.total_seconds():
            return _("操作太快了，请等%(seconds)s秒再试。") % {"seconds": max(1, ceil(seconds))}
        at = timezone.localtime(self.until)
        return _("次数太多了，请等%(minutes)s分钟，%(time)s以后再试。") % {
            "minutes": ceil(seconds / 60),
            "time": f"{at:%H:%M}" if at.date() == timezone.localdate() else f"{at:%Y-%m-%d %H:%M}",
        }

    @property
    def retry_after(self) -> int:
        """Seconds to wait, for the header Retry-After."""
        return max(1, ceil((self.until - timezone.now()).total_seconds()))


def network_of(address: str) -> str:
    """Return the network that a client address belongs to, as text."""
    version = ipaddress.ip_address(address).version
    return str(ipaddress.ip_network(f"{address}/{_NETWORK_BITS[version]}", strict=False))


def count(action: str, *, now: datetime, person: object = None, contact: str = "") -> list[int]:
    """Count one more `action`, for everything that is known of who does it; the client is the request's.

    Return what was counted, for `take_back`.

    Raises:
        TooOftenError: one of its limits is reached; then it is not counted.
    """
    keys = _keys(person=person, contact=contact)
    # Written first and counted then, so that two at the same moment both see two.
    rows = Attempt.objects.bulk_create(
        [Attempt(action=action, key=key, at=now) for key in sorted(set(keys.values()))]
    )
    until = _until(action, keys, now=now, counted=1)
    if until is not None:
        take_back([row.pk for row in rows])
        raise TooOftenError(until)
    return [row.pk for row in rows]


def take_back(counted: list[int]) -> None:
    """Let what `count` returned not count: it was no failure."""
    Attempt.objects.filter(pk__in=counted).delete()


def blocked_until(action: str, *, now: datetime, person: object = None, contact: str = "") -> datetime | None:
    """Return from when `action` may be done again; None where it may be done now. Nothing is counted."""
    return _until(action, _keys(person=person, contact=contact), now=now, counted=0)


def forget(action: str, *, person: object) -> None:
    """Begin to count anew for a person, who has just done it right."""
    Attempt.objects.filter(action=action, key=fingerprint(f"attempt {PERSON}", str(person))).delete()


def forget_old(now: datetime) -> None:
    """Delete what no limit counts any more."""
    Attempt.objects.filter(at__lt=now - KEPT).delete()


def _keys(*, person: object, contact: str) -> dict[str, str]:
    address = current.get().address
    values = {
        PERSON: str(person) if person is not None else "",
        CONTACT: contact,
        ADDRESS: address or "",
        NETWORK: network_of(address) if address else "",
    }
    return {by: fingerprint(f"attempt {by}", value) for by, value in values.items() if value}


def _until(action: str, keys: Mapping[str, str], *, now: datetime, counted: int) -> datetime | None:
    """Return when all limits allow one more; `counted` of the rows are this very attempt."""
    moments = []
    for limit in LIMITS[action]:
        if limit.by not in keys:
            continue
        since = now - limit.within
        rows = Attempt.objects.filter(action=action, key=keys[limit.by], at__gt=since)
        newest = list(rows.order_by("-at", "-pk").values_list("at", flat=True)[: limit.most + counted])
        if len(newest) >= limit.most + counted:
            moments.append(newest[limit.most + counted - 1] + limit.within)
    return max(moments, default=None)
