"""Text messages on the console, for whoever runs the site on one machine."""

import sys
from collections.abc import Mapping


class ConsoleGateway:
    """Writes the message to standard output. Not through the log, which holds no numbers and no codes."""

    def send(self, *, number: str, template: str, values: Mapping[str, str], text: str) -> None:
        """Print it."""
        sys.stdout.write(f"[text message to {number}] {text}\n")
        sys.stdout.flush()
