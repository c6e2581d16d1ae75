"""`make test`: the suite on SQLite, then on PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from tests.servers import packages
from tests.servers.postgresql import postgresql

NO_TESTS = 5


def say(line: str) -> None:
    """Write a line before pytest writes its own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(title: str, *, database: str, marks: str, arguments: list[str]) -> int:
    """Run pytest once; return its exit status."""
    workers = os.environ.get("TEST_WORKERS", "2")
    say(f"\n=== {title} ===")
    begun = time.monotonic()
    environment = {**os.environ, "DATABASE_URL": database}
    # A run without its servers on purpose: nothing of the developer's own site may leak in.
    environment.pop("CACHE_URL", None)
    command = [sys.executable, "-m", "pytest", "-n", workers, "--quiet", *(["-m", marks] if marks else [])]
    status = subprocess.run([*command, *arguments], env=environment, check=False).returncode
    say(f"=== {title}: {'well' if not status else f'status {status}'}, {time.monotonic() - begun:.0f} s ===")
    return 0 if status == NO_TESTS and arguments else status


def main(arguments: list[str]) -> int:
    """Run the suite on both databases, both to their end; return 0 where all is well."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    packages.provide()
    sqlite = run(
        "SQLite",
        database=f"sqlite:///{Path('var').absolute()}/unused.sqlite3",
        marks="" if full else "not full",
        arguments=arguments,
    )
    with postgresql() as address:
        postgres = run(
            "PostgreSQL",
            database=address,
            marks="not browser" if full else "not full and not browser",
            arguments=arguments,
        )
    return 1 if sqlite or postgres else 0


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    Path("var").mkdir(exist_ok=True)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
