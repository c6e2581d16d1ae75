"""Jobs that run by the clock. An app registers its own in `AppConfig.ready()`; `run_timer` runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.registry import Registry


@dataclass(frozen=True)
class Job:
    """One periodic job.

    Attributes:
        every: how long after one start the next is due.
        run: called with the present moment; it isolates its own items, so that one broken item stops no
            other, and bears being called twice or by two timers at once.
    """

    every: timedelta
    run: Callable[[datetime], None]


registry: Registry[Job] = Registry("timer jobs")
