"""The timer's jobs of this app, beside the alerts."""

from datetime import datetime

from search import indexing
from search.actions.catch_up import catch_up
from search.engines import engine
from search.sources import files
from search.tasks import queue_rebuild


def wake_deliveries(now: datetime) -> None:
    """Where the engine is back, let what failed because of it wait no longer."""
    catch_up(actor=None, now=now)


def check_index(now: datetime) -> None:
    """Mend what the index lacks or has too much; where there is none, let one be built."""
    if not engine().is_ready():
        queue_rebuild()
        return
    # Documents of pages that nobody has published since, and files that were replaced.
    files.note_uses(None)
    indexing.check()
    files.forget_uses()
