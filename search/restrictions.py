"""What no answer may tell of, whatever an index still holds.

An index follows the site by a second or two, and by hours where its engine was away. What somebody has hidden
meanwhile must not be counted, let alone shown: each question carries what is restricted now. Restrictions
that hold for whole branches (private pages and folders, boards that the reader does not read, abolished
areas) are read anew each time; of single objects, those with an event that the index has not taken in yet.
"""

from typing import TYPE_CHECKING, Any, Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from communities.choices import LEVELS_WITH_PAGES, AreaState
from communities.models import Area
from events.models import Delivery, Event
from events.prepared import Prepared, PreparedRows
from forum.models import Board
from search import sources
from search.engines.base import EngineAway
from search.plans import Excluded
from search.sources.base import PageSource
from search.sources.files import keys_of_closed_files
from search.viewing import closed_pages

if TYPE_CHECKING:
    from accounts.models import User

CONSUMER: Final = "search"
# More than these are not passed to an engine: then it is too far behind to be asked.
MOST_PENDING: Final = 2000
MOST_KEYS: Final = 10_000


def excluded_now(user: "User | AnonymousUser") -> Excluded:
    """Return what is restricted for `user` at this moment; seven statements, where nothing is waiting.

    Raises:
        EngineAway: the index is too far behind.
    """
    events = _waiting()
    keys = frozenset(
        f"{kind}-{pk}" for kind, pks in (sources.affected(events) if events else {}).items() for pk in pks
    )
    keys |= keys_of_closed_files()
    if len(events) > MOST_PENDING or len(keys) > MOST_KEYS:
        raise EngineAway(f"{len(events)} events and {len(keys)} documents wait to be indexed.")
    moved = {int(event.object_id) for event in events if event.verb == sources.MOVED}
    private = [row.page_id for row in closed_pages()]
    boards = _closed_boards(user) if user.is_authenticated else _closed_to_visitors()
    # A page's key among its tree hides a file that only it shows, even where the page itself is gone.
    touched = {int(event.object_id) for event in events if _is_of_page(event)}
    return Excluded(
        keys=keys,
        tree=frozenset({*private, *moved, *touched, *(-board.pk for board in boards)}),
        areas=abolished_areas(),
    )


def abolished_areas() -> frozenset[int]:
    """Return the keys of the areas that are no more, whose pages no search shows."""
    return frozenset(area.pk for area in _abolished())


def _closed_boards(user: "User | AnonymousUser") -> Any:
    closed = Board.objects.exclude(pk__in=Board.objects.visible_to(user).values("pk"))
    return closed.order_by().values_list("pk", named=True)


_closed_to_visitors: Final = PreparedRows(lambda: _closed_boards(AnonymousUser()))
_abolished: Final = PreparedRows(
    lambda: (
        Area.objects.filter(state=AreaState.ABOLISHED, level__in=LEVELS_WITH_PAGES)
        .order_by()
        .values_list("pk", named=True)
    )
)
_waiting: Final = Prepared(
    lambda: pending_events().exclude(verb__in=sources.additions()).order_by()[: MOST_PENDING + 1]
)


def pending_deliveries() -> QuerySet[Delivery]:
    """Return the deliveries that the index has not taken in, those given up among them."""
    return Delivery.objects.filter(consumer=CONSUMER).exclude(state=Delivery.State.DONE).order_by()


def pending_events() -> QuerySet[Event]:
    """Return their events."""
    return Event.objects.filter(pk__in=pending_deliveries().values("event"))


def _is_of_page(event: Event) -> bool:
    """Return whether the event's object is a page itself, not something that only belongs to one."""
    pages = {
        source.model._meta.label_lower
        for source in sources.sources().values()
        if isinstance(source, PageSource)
    }
    return event.object_kind in pages and event.object_id.isdecimal()
