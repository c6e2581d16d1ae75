"""Subscriptions: one area × one column. What is new there is told on the site, and in the daily mail by
choice.

Higher apps register their columns here, ask `subscribers` who wants to know, and tell them by `notify`, one
notification an object, so that its title is read with the reader's rights when it is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.functional import Promise

from communities import lifecycle
from communities.models import Area
from events.registry import Registry
from notifications.models import Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

# More areas than anybody reads.
MOST_AREAS: Final = 30


@dataclass(frozen=True)
class Column:
    """A column that can be subscribed to.

    Attributes:
        label: its name.
        url: the address of its list in each of these areas, by key of the area; its feed is `feed/` below.
        feeds: the addresses of its feeds, in the same way.
        position: lower comes first.
    """

    label: str | Promise
    url: "Callable[[Sequence[Area]], dict[int, str]]"
    feeds: "Callable[[Sequence[Area]], dict[int, str]]"
    position: int = 100


columns: Registry[Column] = Registry("subscribable columns")


def ordered() -> list[tuple[str, Column]]:
    """Return the columns in the order of the page."""
    return sorted(columns, key=lambda pair: (pair[1].position, pair[0]))


def subscribers(column: str, area_paths: Iterable[str]) -> set[int]:
    """Return who subscribed to `column` in one of those areas or below: what a street or the district says is
    for the communities in it, too.
    """
    within = Q()
    for path in area_paths:
        within |= Q(area__path__startswith=path)
    if not within:
        return set()
    rows = Subscription.objects.filter(within, column=column, user__is_active=True)
    return set(rows.order_by().values_list("user_id", flat=True).distinct())


def _area_abolished(area: Area, successor: Area | None) -> None:
    """Let whoever subscribed to an area that was merged read on where it goes on."""
    rows = Subscription.objects.filter(area=area)
    if successor is not None:
        Subscription.objects.bulk_create(
            [Subscription(user_id=row.user_id, area=successor, column=row.column) for row in rows],
            ignore_conflicts=True,
        )
    rows.delete()


lifecycle.registry.register("subscriptions")(lifecycle.Observer(area_abolished=_area_abolished))
