"""`make test`: the suite on SQLite with the embedded search, beside it on PostgreSQL with Elasticsearch."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from tests.servers import packages
from tests.servers.children import scratch_folder, stop
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
    if not kept.get("TEST_DATABASE_URL"):
        kept["TEST_SERVER_ENDS"] = "yes"
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


@dataclass
class Run:
    """One run of pytest, from its start on.

    Attributes:
        title: what the developer calls it.
        process: pytest, with its workers below it.
        begun: when, by the monotonic clock.
        output: where it writes while another run has the terminal; None for the one that has it.
    """

    title: str
    process: subprocess.Popen[bytes]
    begun: float
    output: Path | None

    def status(self) -> int:
        """Wait for its end, showing what it wrote and writes; return its exit status."""
        say(f"\n=== {self.title} ===")
        status = self.process.wait() if self.output is None else show(self.process, self.output)
        well = "well" if not status else f"status {status}"
        say(f"=== {self.title}: {well}, {time.monotonic() - self.begun:.0f} s ===")
        return status


def run(
    title: str,
    *,
    database: str,
    marks: str,
    workers: str,
    arguments: list[str],
    search: str = "",
    output: Path | None = None,
) -> Run:
    """Start pytest."""
    workers = os.environ.get("TEST_WORKERS", workers)
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "worksteal", "--quiet"]
    # What failed last is kept apart, too: two runs at once would write over each other.
    command += ["-o", f"cache_dir=.pytest_cache/{urlsplit(database).scheme}"]
    command += ["-m", marks] if marks else []
    seen = environment(database, search)
    with output.open("wb") if output else nullcontext() as written:
        process = subprocess.Popen([*command, *arguments], env=seen, stdout=written, stderr=written)
    return Run(title, process, time.monotonic(), output)


def show(process: subprocess.Popen[bytes], output: Path) -> int:
    """Copy what a run has written, and goes on to write, until it ends; return its exit status."""
    with output.open(encoding="utf-8", errors="replace") as lines:
        while True:
            status = process.poll()
            sys.stdout.write(lines.read())
            sys.stdout.flush()
            if status is not None:
                return status
            time.sleep(0.2)


@contextmanager
def ended(runs: list[Run]) -> Iterator[None]:
    """End whatever of `runs` is still at work when the block is left."""
    try:
        yield
    finally:
        for left in runs:
            stop(left.process)


def main(arguments: list[str]) -> int:
    """Run the suite on both databases, side by side and both to their end; return 0 where all is well.

    A run waits for browsers, child processes and an index as long as it computes: two use what one leaves.
    """
    full = "--full" in arguments
    arguments = [argument for argument in arguments if argument != "--full"]
    packages.provide()
    file = f"sqlite:///{Path('var').absolute()}/unused.sqlite3"
    runs: list[Run] = []
    with (
        postgresql() as server,
        search_server() as index,
        scratch_folder("output", None) as folder,
        ended(runs),
    ):
        migrate(file, server)
        runs.append(
            run("SQLite", database=file, marks="" if full else "not full", workers="3", arguments=arguments)
        )
        once = "not browser" if full else "not full and not browser and not once and not case"
        runs.append(
            run(
                "PostgreSQL and Elasticsearch",
                database=server,
                marks=once,
                workers="2",
                arguments=arguments,
                search=index.ready(),
                output=folder / "postgresql.log",
            )
        )
        statuses = [each.status() for each in runs]
    # A part of the suite may have nothing to run on the one or the other.
    return int(any(status and not (status == NO_TESTS and arguments) for status in statuses))


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    Path("var").mkdir(exist_ok=True)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
