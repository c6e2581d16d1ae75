"""Enters what pages have to be inspected, and the timer's look at it; imported by the app when it is
ready."""

from datetime import datetime, timedelta

from cms_pages.inspection import clocks, faults, links
from communities.actions.inspect_site import inspect_site
from events.timer import Job, registry

__all__ = ["clocks", "faults", "links"]

EVERY = timedelta(hours=1)


def look(now: datetime) -> None:
    """Look at the whole site."""
    inspect_site(actor=None, now=now)


registry.register("inspection")(Job(every=EVERY, run=look))
