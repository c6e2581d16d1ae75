"""What higher apps do when areas and bodies come, change their name or go: pages, boards, index rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.registry import Registry

if TYPE_CHECKING:
    from communities.models import Area, Body


def _nothing(*_args: object) -> None:
    return None


@dataclass(frozen=True)
class Effect:
    """One thing that a merger or an abolition will do, in words and with how many it concerns."""

    words: str
    count: int


def _no_effects(*_args: object) -> "Iterable[Effect]":
    return ()


@dataclass(frozen=True)
class Observer:
    """One app's part in the life of areas and bodies; each is called inside the transaction of the change.

    Attributes:
        areas_added: new areas with pages, parents before children. Areas that already have their pages may be
            among them, when the tree is loaded again: make what is missing, leave the rest.
        area_renamed: an area whose `name`, `short_name` and `slug` were changed.
        area_abolished: an area that was abolished, with the area that takes over from it, or None. Called
            last, when the bodies' things have moved.
        area_split: an area, and the new one that some of what lay below it belongs to from now on.
        bodies_added: new bodies (their `collection` exists), in the same way as areas.
        body_merged: a body that ends, and the one that takes over: open work and records that say whose
            they are go to the latter, history keeps the former.
        preview: what `area_abolished` and `body_merged` would do to the area, with its successor or None, for
            whoever is about to confirm it.
    """

    areas_added: "Callable[[Sequence[Area]], None]" = _nothing
    area_renamed: "Callable[[Area], None]" = _nothing
    area_abolished: "Callable[[Area, Area | None], None]" = _nothing
    area_split: "Callable[[Area, Area], None]" = _nothing
    bodies_added: "Callable[[Sequence[Body]], None]" = _nothing
    body_merged: "Callable[[Body, Body], None]" = _nothing
    preview: "Callable[[Area, Area | None], Iterable[Effect]]" = _no_effects


registry: Registry[Observer] = Registry("area lifecycle")


def check_open(area: "Area") -> None:
    """Let pass where something new may begin in `area`. Every form of the public site about an area's
    matters asks.

    Raises:
        ValidationError: the area was abolished; it says where to go instead.
    """
    if area.is_active:
        return
    successor = area.today()
    if successor is None:
        raise ValidationError(_("%(area)s已撤销，不再受理。") % {"area": area}, code="archived")
    raise ValidationError(
        _("%(area)s已并入%(successor)s，请到%(successor)s办理。") % {"area": area, "successor": successor},
        code="archived",
    )
