"""What a public server must not start with."""

import sys

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection, connections

from config.preparation import unreachable


def refuse_unsafe_start() -> None:
    """End the process with a sentence where a public server would start in a state that nobody should
    publish.

    It runs before anything is served: demonstration accounts, settings that Django's deployment checks warn
    of, a database that does not answer. A single machine's own start (`DEMONSTRATION`) is not asked.
    """
    if settings.DEMONSTRATION:
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        sys.exit(unreachable(error))
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    serious = [
        message for message in found if message.is_serious(checks.WARNING) and not message.is_silenced()
    ]
    # Workers are forked from this process and must open connections of their own.
    connections.close_all()
    if serious:
        sys.exit("The site does not start:\n" + "\n".join(f"- {message}" for message in serious))
