"""Panels of the officials' workbench, the home of Wagtail's admin. Each app registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from events.registry import Registry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Panel:
    """One panel.

    Attributes:
        title: heading of the panel.
        template: what shows it; it gets `panel` and the context.
        context: returns what the template needs for the request's user, or None where the panel does not
            concern them. It reads only what the user may see.
        position: lower comes first; to-do lists below 100, counts and news above.
    """

    title: "str | _StrPromise"
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    position: int = 100


@dataclass(frozen=True)
class Shortcut:
    """One “new … for my committee” button: where it leads, and what it says."""

    label: str
    url: str
    icon: str = "plus"


registry: Registry[Panel] = Registry("workbench panels")
shortcuts: Registry[Callable[[HttpRequest], list[Shortcut]]] = Registry("workbench shortcuts")
