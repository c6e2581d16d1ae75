"""Lists that page by key, the newest first: what a page shows, and where the ones beside it are.

A key says where in a list a page ends: the moment by which the list is sorted and the primary key, as one
opaque word of an address.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet

from cms_pages.filters import ListFilters

Key = tuple[datetime, int]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 60


def encode_key(moment: datetime, pk: int) -> str:
    """Return the key of the row with that moment and primary key."""
    microseconds = (moment - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{microseconds}.{pk}".encode()).decode().rstrip("=")


def decode_key(text: str) -> Key | None:
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


def older_than(key: Key, by: str) -> Q:
    """Return the condition for what comes after the row with that key in a list sorted by `by`."""
    moment, pk = key
    return Q(**{f"{by}__lt": moment}) | Q(**{by: moment, "pk__lt": pk})


def newer_than(key: Key, by: str) -> Q:
    """Return the condition for what comes before it."""
    moment, pk = key
    return Q(**{f"{by}__gt": moment}) | Q(**{by: moment, "pk__gt": pk})


@dataclass
class KeyedFilters(ListFilters):
    """The filters of a list that pages by key.

    Attributes:
        after, before: key of the last row of the newer page, or of the first one of the older page.
    """

    after: Key | None = None
    before: Key | None = None

    def read_place(self, query: Mapping[str, str]) -> None:
        """Take the place in the list from the parameters of an address."""
        self.after = decode_key(query.get("after", ""))
        self.before = None if self.after else decode_key(query.get("before", ""))
        if (query.get("after") or query.get("before")) and not (self.after or self.before):
            self.lose_place()

    @property
    def is_first_page(self) -> bool:
        """Whether the list is shown from its start."""
        return not (self.after or self.before)


@dataclass(frozen=True)
class KeyedPage:
    """One page of a list, with the addresses of the ones beside it; "" where there is none."""

    rows: list[Any]
    newer_url: str
    older_url: str


def page_of(found: QuerySet[Any], filters: KeyedFilters, base: str, *, by: str, size: int) -> KeyedPage:
    """Return the page of `found` that `filters` ask for.

    Going back to the start leads to the list's own address: what stands above the rows there, stands nowhere
    else.

    Args:
        found: what the filters keep, the newest first.
        filters: the place in the list, and the other filters for the addresses.
        base: the address of the list.
        by: the field by which it is sorted.
        size: rows on a page.
    """
    if filters.before:
        nearest = found.filter(newer_than(filters.before, by)).order_by(by, "pk")
        rows = list(nearest[: size + 1])
        has_newer, has_older = len(rows) > size, bool(rows)
        rows = rows[:size][::-1]
    else:
        rows = list((found.filter(older_than(filters.after, by)) if filters.after else found)[: size + 1])
        has_newer, has_older = filters.after is not None, len(rows) > size
        rows = rows[:size]

    def key(row: Model) -> str:
        # What is listed has its date.
        moment: Any = getattr(row, by)
        return encode_key(moment, row.pk)

    newer = filters.address(base, before=key(rows[0])) if has_newer and rows else filters.address(base)
    return KeyedPage(
        rows,
        newer_url="" if filters.is_first_page else newer,
        older_url=filters.address(base, after=key(rows[-1])) if has_older and rows else "",
    )
