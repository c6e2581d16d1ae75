"""Where a duty is met: this app keeps the clock, and a higher app has the pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User
    from disclosure.models import DisclosureDuty


@dataclass(frozen=True)
class DutyLink:
    """The way to a duty's page in the workbench, or to the form that begins it."""

    url: str
    label: str


# Takes duties and the person who looks at them; returns links by key of the duty, in a fixed number of
# queries.
Linker = Callable[[Sequence["DisclosureDuty"], "User"], Mapping[int, DutyLink]]
registry: Registry[Linker] = Registry("duty links")


def links_for(duties: Sequence["DisclosureDuty"], user: "User") -> dict[int, DutyLink]:
    """Return where each of the duties is met."""
    found: dict[int, DutyLink] = {}
    for _key, linker in registry:
        found.update(linker(duties, user))
    return found
