"""Whose attachments they are: the apps above say who may read what belongs to their objects."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Person = User | AnonymousUser


@dataclass(frozen=True)
class Owner:
    """How objects of one kind answer for their attachments. The key is the kind, `app.model` in lower case.

    Attributes:
        may_read: whether the person may read the object with that key as it is now.
        may_inspect: whether they may see what was withdrawn with it but is held; by default nobody.
    """

    may_read: "Callable[[Person, int], bool]"
    may_inspect: "Callable[[Person, int], bool]" = lambda _user, _key: False


registry: Registry[Owner] = Registry("owners of attachments")
