"""`make test`: the suite on SQLite with the embedded search, then on PostgreSQL with Elasticsearch."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from tests.servers import packages
from tests.servers.elasticsearch import search_server
from tests.servers.postgresql import postgresql

NO_TESTS = 5


def say(line: str) -> None:
    """Write a line before pytest writes its own."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def environment(database: str, search: str = "") -> dict[str, str]:
    """Return what a run sees. Nothing of the developer's own site may leak in, its cache's address above all.

    Bytecode is kept, whatever the machine prefers: a run starts dozens of Pythons.
    """
    left_out = {"CACHE_URL", "PYTHONDONTWRITEBYTECODE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in left_out and not name.startswith("SEARCH_")
    }
    return kept | {
        "DATABASE_URL": database,
        "SEARCH_URL": search,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }


def migrate(*databases: str) -> None:
    """Make the templates that test databases are copied from, side by side.

    Raises:
        SystemExit: one of them could not be made; what it said stands above.
    """
    command = [sys.executable, "-m", "tests.database"]
    running = [subprocess.Popen(command, env=environment(database)) for database in databases]
    statuses = [process.wait() for process in running]
    if any(statuses):
        sys.exit("The migrations failed.")


def run(title: str, *, database: str, marks: str, arguments: list[str], search: str = "") -> int:
    """Run pytest once; return its exit status."""
    workers = os.environ.get("TEST_WORKERS", "2")
    say(f"\n=== {title} ===")
    begun = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", "--quiet"]
    command += ["-m", marks] if marks else []
    seen = environment(database, search)
    status = subprocess.run([*command, *arguments], env=seen, check=False).returncode
    say(f"=== {title}: {'well' if not status else f'status {status}'}, {time.monotonic() - begun:.0f} s ===")
    return 0 if status == NO_TESTS and arguments else status


def main(arguments: list[str]) -> int:
    """Run the suite on both databases, both to their end; return 0 where all is well."""
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    packages.provide()
    file = f"sqlite:///{Path('var').absolute()}/unused.sqlite3"
    # It takes its half minute to start while the first run is at work.
    with postgresql() as server, search_server() as index:
        migrate(file, server)
        sqlite = run("SQLite", database=file, marks="" if full else "not full", arguments=arguments)
        once = "not browser" if full else "not full and not browser and not once"
        postgres = run(
            "PostgreSQL and Elasticsearch",
            database=server,
            marks=once,
            arguments=arguments,
            search=index.ready(),
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
