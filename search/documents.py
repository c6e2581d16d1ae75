"""The one type of document: what a source says of a thing, and what both engines keep of it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import orjson
from django.utils import timezone

# So much of a text is searched; a longer one (a scanned yearbook) would only slow everybody down.
LONGEST_BODY: Final = 60_000
LONGEST_TITLE: Final = 300


@dataclass(frozen=True)
class Entry:
    """One thing that can be found.

    Attributes:
        kind: name of its source.
        pk: its primary key there.
        title: its name.
        body: its text.
        keywords: other words that people call it by.
        areas: keys of its own area and of those above it, the district first.
        reach: keys of the areas whose residents it is for, each with all below it.
        department: key of the body that answers for it, or 0.
        date: when it was published or last assured.
        starts: nobody finds it before.
        ends: afterwards it is over, and ranks lower.
        readers: who finds it, as `search.readers` names them; empty for everybody.
        tree: keys of the pages that it lies below, itself included; of boards, with a minus.
    """

    kind: str
    pk: int
    title: str
    body: str = ""
    keywords: str = ""
    areas: tuple[int, ...] = ()
    reach: tuple[int, ...] = ()
    department: int = 0
    date: datetime | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    readers: tuple[str, ...] = ()
    tree: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Its key in the index."""
        return f"{self.kind}-{self.pk}"

    @property
    def year(self) -> int:
        """The year of its date by the site's clock, 0 without one."""
        return self.date.astimezone(timezone.get_default_timezone()).year if self.date else 0

    def bounded(self, *, longest: int = LONGEST_BODY) -> "Entry":
        """Return it with no text longer than is kept, and nothing in it that no database takes.

        Args:
            longest: how many characters of its text are kept.
        """
        return replace(
            self,
            title=_plain(self.title)[:LONGEST_TITLE],
            body=_plain(self.body)[:longest],
            keywords=_plain(self.keywords)[: LONGEST_TITLE * 4],
        )

    def digest(self) -> str:
        """Return what tells two states of it apart."""
        return hashlib.sha256(orjson.dumps(vars(self))).hexdigest()[:20]


def split_key(key: str) -> tuple[str, int]:
    """Return the kind and primary key that `key` is made of."""
    kind, _dash, pk = key.rpartition("-")
    return kind, int(pk)


def _plain(text: str) -> str:
    return text.replace("\0", " ").encode("utf-8", "replace").decode()
