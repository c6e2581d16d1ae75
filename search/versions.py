"""When an object's state was read, by one clock for all processes: the database's.

An index keeps the state that was read last, however late an older one arrives. Event ids would not do: they
are given before commits, and a document is made from more objects than one (docs/decisions/0052).
"""

from django.db import connection


def present_version() -> int:
    """Return the database's time in microseconds since 1970; read it before the object."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint")
        else:
            cursor.execute("SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)")
        return int(cursor.fetchone()[0])
