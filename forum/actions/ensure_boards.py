from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.add_bodies import EVENTS_ONE_BY_ONE
from communities.choices import BodyKind
from communities.models import Body
from events.record import record
from forum.models import Board

# Which body runs the board of an area.
_RUNS: Final = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE)


@transaction.atomic
def ensure_boards(*, actor: None, bodies: Sequence[Body], now: datetime) -> None:
    """Give the areas that `bodies` run their main boards, where they have none.

    Args:
        actor: nobody; the event of the change to the areas tells who made it, and of a whole district's load
            it alone is written down.
        bodies: committees, offices of streets, of the district; others are passed over.
        now: the present moment.
    """
    wanted = [body for body in bodies if body.kind in _RUNS]
    present = set(
        Board.objects.main().filter(area__in=[body.area_id for body in wanted]).values_list("area", flat=True)
    )
    missing = [body for body in wanted if body.area_id not in present]
    Board.objects.bulk_create(
        [
            Board(
                area_id=body.area_id,
                body=body,
                name=_("%(area)s论坛") % {"area": body.area.short_name},
                description=_("邻里之间有话好好说：问事、议事、晒晒身边的好人好事。"),
            )
            for body in missing
        ],
        ignore_conflicts=True,
    )
    if len(missing) > EVENTS_ONE_BY_ONE:
        return
    for board in Board.objects.main().filter(area__in=[body.area_id for body in missing]):
        record(actor=actor, verb="board.added", instance=board, body_id=board.body_id, now=now)
