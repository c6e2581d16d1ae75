"""What each app holds of a person, for the person's own copy and for erasure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser

from events.registry import Registry


@dataclass(frozen=True)
class Holding:
    """One app's personal data.

    Attributes:
        export: returns what is held of the person, values that JSON can hold.
        erase: takes the person out of it, and keeps the public record readable.
    """

    export: Callable[[AbstractUser], dict[str, Any]]
    erase: Callable[[AbstractUser], None]


registry: Registry[Holding] = Registry("personal data")
