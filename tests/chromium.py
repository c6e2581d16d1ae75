"""The Chromium that tests and screenshots drive."""

from tests.servers.packages import CHROMIUM, sentence

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # No page reaches another host, whatever it asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
PHONE = 360
DESK = 1280


def launch_arguments() -> dict[str, object]:
    """Return how Playwright starts it: `CHROMIUM`, or the one that the machine has.

    Raises:
        FileNotFoundError: there is none; a browser test is never skipped.
    """
    path = CHROMIUM.path()
    if not path:
        raise FileNotFoundError(sentence(CHROMIUM))
    return {"executable_path": path, "args": ARGUMENTS, "headless": True}
