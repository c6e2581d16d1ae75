"""Who reacts to events. A consumer registers itself in its app's `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from events.registry import Registry

if TYPE_CHECKING:
    from events.models import Event

Handler = Callable[["Event"], None]


@dataclass(frozen=True)
class Consumer:
    """One reaction to events.

    Attributes:
        name: key of its delivery rows; never renamed while rows are pending.
        handler: called with the event after its transaction has committed, at least once, in any order; it
            reads the object's present state, opens its own transactions, and must bear being called twice.
        wants: tells by verb and kind whether the event concerns it; asked inside the writer's transaction.
        at_once: tried in the writer's process right after the commit (page caches); else by the task worker.
    """

    name: str
    handler: Handler
    wants: Callable[["Event"], bool]
    at_once: bool = False


registry: Registry[Consumer] = Registry("event consumers")


def register(
    name: str, *, wants: Callable[["Event"], bool], at_once: bool = False
) -> Callable[[Handler], Handler]:
    """Return a decorator that registers a handler as the consumer `name`.

    Raises:
        ImproperlyConfigured: the name is taken.
    """

    def add(handler: Handler) -> Handler:
        registry.register(name)(Consumer(name=name, handler=handler, wants=wants, at_once=at_once))
        return handler

    return add
