"""Rows that one of two timers works on at a time."""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def locked(rows: "QuerySet[Row]") -> Row | None:
    """Return the first of `rows`, locked until the end of the transaction; None where there is none or it is
    taken.

    PostgreSQL locks the row and passes over one that another worker holds. SQLite's transactions are
    IMMEDIATE: whoever is in one is the only writer, and reads what the one before has committed.
    """
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(
        skip_locked=skip, of=("self",) if connection.features.has_select_for_update_of else ()
    ).first()
