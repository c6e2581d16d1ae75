"""What higher apps do when areas and bodies come, change their name or go: pages, boards, index rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from communities.models import Area, Body


def _nothing(*_args: object) -> None:
    return None


@dataclass(frozen=True)
class Observer:
    """One app's part in the life of areas and bodies; each is called inside the transaction of the change.

    Attributes:
        areas_added: new areas with pages, parents before children. Areas that already have their pages may be
            among them, when the tree is loaded again: make what is missing, leave the rest.
        area_renamed: an area whose `name`, `short_name` and `slug` were changed.
        area_abolished: an area that was abolished, with the area that takes over from it, or None.
        bodies_added: new bodies (their `collection` exists), in the same way as areas.
    """

    areas_added: "Callable[[Sequence[Area]], None]" = _nothing
    area_renamed: "Callable[[Area], None]" = _nothing
    area_abolished: "Callable[[Area, Area | None], None]" = _nothing
    bodies_added: "Callable[[Sequence[Body]], None]" = _nothing


registry: Registry[Observer] = Registry("area lifecycle")
