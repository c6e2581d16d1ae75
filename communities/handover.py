"""Open work of a person in a body: what it is, and how it goes to a colleague or back to the body.

Most work is a body's (a rating to decide on, a notice to sign) and needs no hand-over. What an app keeps
under one person's name, it registers here in `AppConfig.ready()`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from communities.models import Body, Membership
from communities.roles import Right, roles_with
from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from accounts.models import User


@dataclass(frozen=True)
class Item:
    """One piece of open work: its title, and where it is worked on."""

    title: str
    url: str


@dataclass(frozen=True)
class OpenWork:
    """One kind of open work.

    Attributes:
        title: what it is, for officials.
        find: returns what a person has open in a body, in a constant number of queries.
        give: gives all of that to another person, or to nobody in particular, which is the body's queue;
            returns how many pieces. Called in the transaction of the hand-over.
    """

    title: "str | _StrPromise"
    find: "Callable[[User, Body], Sequence[Item]]"
    give: "Callable[[User, Body, User | None], int]"


registry: Registry[OpenWork] = Registry("open work")


def open_work(user: "User", body: Body) -> "list[tuple[str, Sequence[Item]]]":
    """Return what `user` has open in `body`, by kind; kinds of which there is nothing are left out."""
    found = ((str(work.title), work.find(user, body)) for _key, work in registry)
    return [(title, items) for title, items in found if items]


def give_all(user: "User", body: Body, to: "User | None") -> dict[str, int]:
    """Give all that `user` has open in `body` to `to`, or to the body; return how many pieces by kind."""
    given = {key: work.give(user, body, to) for key, work in registry}
    return {key: count for key, count in given.items() if count}


def colleagues_of(membership: Membership, *, today: date) -> "list[User]":
    """Return who else works on the body's pages today."""
    rows = (
        Membership.objects.current(today=today)
        .filter(body=membership.body_id, role__in=roles_with(Right.WRITE_PAGES), user__is_active=True)
        .exclude(user=membership.user_id)
        .select_related("user")
        .order_by("user__nickname", "user_id")
    )
    return list({row.user_id: row.user for row in rows}.values())


def works_on(user: "User", body: Body, *, today: date, without: int | None = None) -> bool:
    """Return whether `user` still works on the body's pages by another membership than that with the key
    `without`.
    """
    rows = Membership.objects.current(today=today).filter(
        user=user, body=body, role__in=roles_with(Right.WRITE_PAGES)
    )
    return (rows if without is None else rows.exclude(pk=without)).exists()
