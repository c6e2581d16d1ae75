"""A Python that has loaded the site once, and becomes each process that a test asks for.

`python -m tests.events.forking` reads requests, a line of JSON each, and answers each with a line: `start`
forks a process that runs some arguments of Python, `status` tells how one has ended. To load the site takes
some seconds; the test's process cannot be forked itself, for it has threads and a connection.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]


class Forking:
    """The Python that is ready to fork."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._loaded = subprocess.Popen(
            [sys.executable, "-m", "tests.events.forking"],
            cwd=REPOSITORY,
            env={**os.environ, **environment, "PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **request: object) -> Any:
        """Send a request and return its answer."""
        assert self._loaded.stdin is not None
        assert self._loaded.stdout is not None
        self._loaded.stdin.write(f"{json.dumps(request)}\n")
        self._loaded.stdin.flush()
        return json.loads(self._loaded.stdout.readline())

    def start(self, *arguments: str, output: Path, environment: dict[str, str]) -> "Forked":
        """Start a process: `start("site/manage.py", "run_worker", …)`; what it writes goes into `output`."""
        return Forked(self, self.ask(start=arguments, output=os.fspath(output), environment=environment))

    def close(self) -> None:
        """End it."""
        self._loaded.communicate()


@dataclass
class Forked:
    """A process of the site, used like a `Popen`."""

    forking: Forking
    pid: int
    _status: int | None = None

    def poll(self) -> int | None:
        """Return how it has ended, None while it runs."""
        if self._status is None:
            self._status = self.forking.ask(status=self.pid)
        return self._status

    def wait(self, seconds: float = 60) -> int:
        """Wait for its end, and return how it has ended.

        Raises:
            AssertionError: it has not in time.
        """
        deadline = time.monotonic() + seconds
        while (status := self.poll()) is None:
            assert time.monotonic() < deadline, "it did not end in time"
            time.sleep(0.02)
        return status

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)


def _become(arguments: list[str], output: str, environment: dict[str, str]) -> None:
    """Be the process that was asked for."""
    os.setsid()
    os.environ.update(environment)
    written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for own, given in ((0, nothing), (1, written), (2, written)):
        os.dup2(given, own)
    if arguments[0] == "-c":
        exec(arguments[1], {"__name__": "__main__"})  # noqa: S102 - the test's own
        return
    sys.argv = arguments
    runpy.run_path(arguments[0], run_name="__main__")


def _start(request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _become(request["start"], request["output"], request["environment"])
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - into its output, as Python itself would
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _status(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def main() -> None:
    """Answer requests until there are no more."""
    import django

    django.setup()
    for line in sys.stdin:
        request = json.loads(line)
        answer = _start(request) if "start" in request else _status(request["status"])
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
