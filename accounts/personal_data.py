"""What each app holds of a person, for the person's own copy and for erasure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from django.contrib.auth.models import AbstractUser

from events.registry import Registry


@dataclass(frozen=True)
class Holding:
    """One app's personal data.

    Attributes:
        export: returns what is held of the person, values that JSON can hold.
        erase: takes the person out of it, and keeps the public record readable.
        files: yields name and open file for each file that is the person's own; the reader closes it.
            Names are unique within the app, without a folder.
        models: labels (`app.model`, lower case) of the models that the two look after. A test fails for a
            model with a key to the user that no holding names.
    """

    export: Callable[[AbstractUser], dict[str, Any]]
    erase: Callable[[AbstractUser], None]
    models: frozenset[str] = field(default=frozenset())
    files: Callable[[AbstractUser], Iterable[tuple[str, IO[bytes]]]] = field(default=lambda _user: ())


registry: Registry[Holding] = Registry("personal data")
