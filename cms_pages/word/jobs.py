"""What the timer does: it forgets documents that nobody took up."""

from datetime import datetime, timedelta
from typing import Final

from cms_pages.actions.forget_word_imports import forget_word_imports
from events.timer import Job, registry

EVERY: Final = timedelta(hours=1)


def look_after(now: datetime) -> None:
    """Forget some of them; the next run takes the next."""
    forget_word_imports(actor=None, now=now)


registry.register("word-imports")(Job(every=EVERY, run=look_after))
