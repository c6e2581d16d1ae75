"""The one way past the rule that events are only ever added.

Triggers of the database refuse to change or delete a row of `events_event`, whoever asks, unless the table
`events_unlock` has a row. That row is written and taken away in one transaction, so no other connection ever
sees it, and an error takes it back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.crypto import get_random_string

LOCK = "INSERT INTO events_unlock (reason) VALUES (%s)"
UNLOCK = "DELETE FROM events_unlock WHERE reason = %s"


@contextmanager
def unlocked(reason: str) -> Iterator[None]:
    """Let events be changed or deleted inside the block: by erasure of a person, and by retention.

    Args:
        reason: why, for whoever reads the statement in a database's log.
    """
    # One row for each block, so that one inside another does not lock it.
    row = [f"{reason[:30]} {get_random_string(16)}"]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, row)
        yield
        with connection.cursor() as cursor:
            cursor.execute(UNLOCK, row)
