"""One process that starts the others, passes on what they say, starts again what died, and ends them all.

docs/decisions/0006-one-supervisor.md tells why. Children are forked from a process that has everything
loaded: they start at once and share its memory.
"""

import ctypes
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import NoReturn

# Seconds between asking a child to end and ending it.
GRACE = 10.0
FIRST_BACK_OFF = 1.0
LONGEST_BACK_OFF = 30.0
# A child that lived for so many seconds has recovered.
RECOVERED = 60.0
# A child that died so many times without recovering takes the rest with it: somebody must read its lines.
GIVE_UP_AFTER = 5
# Linux's prctl: the signal that a process gets when its parent dies.
PR_SET_PDEATHSIG = 1

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """One thing that runs: a name for its lines, and a function that does not return while all is well."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    pipe: int = -1
    unfinished: bytes = b""
    started: float = 0.0
    deaths: int = 0
    due: float = field(default=0.0)


class Supervisor:
    """Runs children until a signal comes or one of them can't be kept alive.

    Args:
        children: what to run.
        when_ready: asked about twice a second until it says yes; says itself whatever there is to say.
        out: where lines go; each begins with the child's name.
    """

    def __init__(
        self,
        children: list[Child],
        *,
        when_ready: Callable[[], bool] = lambda: True,
        out: Callable[[str], None] | None = None,
    ) -> None:
        self._children = children
        self._when_ready = when_ready
        self._out = out or self._print
        self._width = max(len(child.name) for child in children)
        self._selector = selectors.DefaultSelector()
        self._stopping = False
        self._failed = False
        self._pid = os.getpid()

    def run(self) -> int:
        """Run until the end; return the exit status, 0 where a signal asked for it."""
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_read, False)
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        self._selector.register(wake_read, selectors.EVENT_READ)

        ready = False
        next_question = 0.0
        try:
            while not self._stopping:
                self._start_due()
                self._listen(self._until_next_start() if ready else 0.5)
                self._bury()
                # Asked after listening, so that the answer stands below what the children said at their
                # start.
                if not ready and time.monotonic() >= next_question:
                    ready = self._when_ready()
                    next_question = time.monotonic() + 0.5
        finally:
            self._end_all()
        return 1 if self._failed else 0

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    # --- Starting ---

    def _start_due(self) -> None:
        for child in self._children:
            if not child.pid and time.monotonic() >= child.due:
                self._start(child)

    def _start(self, child: Child) -> None:
        read, write = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        # Signals wait until the child has its own handlers: one in between would run the parent's.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        pid = os.fork()
        if pid == 0:
            os.close(read)
            self._become(child, write)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        os.close(write)
        os.set_blocking(read, False)
        child.pid, child.pipe, child.started = pid, read, time.monotonic()
        self._selector.register(read, selectors.EVENT_READ, child)

    def _become(self, child: Child, output: int) -> NoReturn:
        status = 1
        try:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the children in
            # order.
            os.setsid()
            signal.set_wakeup_fd(-1)
            for number in (*STOP_SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            die_with_parent(self._pid)
            self._selector.close()
            for other in self._children:
                if other.pipe >= 0:
                    os.close(other.pipe)
            with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a file descriptor is what is wanted
                os.dup2(nothing.fileno(), 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.close(output)
            sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
            child.run()
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            if isinstance(end.code, str):
                sys.stderr.write(f"{end.code}\n")
        except BaseException:  # noqa: BLE001 - nothing of the parent's may run in the child
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _until_next_start(self) -> float | None:
        waiting = [child.due for child in self._children if not child.pid]
        return max(0.0, min(waiting) - time.monotonic()) if waiting else None

    # --- Listening ---

    def _listen(self, timeout: float | None) -> None:
        for key, _events in self._selector.select(timeout):
            if key.data is None:
                os.read(key.fd, 4096)
            else:
                self._read(key.data)

    def _read(self, child: Child) -> None:
        try:
            chunk = os.read(child.pipe, 65536)
        except BlockingIOError:
            return
        if not chunk:
            self._close_pipe(child)
            return
        *lines, child.unfinished = (child.unfinished + chunk).split(b"\n")
        for line in lines:
            self._say(child.name, line.decode("utf-8", "replace"))

    def _close_pipe(self, child: Child) -> None:
        if child.pipe < 0:
            return
        self._selector.unregister(child.pipe)
        os.close(child.pipe)
        child.pipe = -1
        if child.unfinished:
            self._say(child.name, child.unfinished.decode("utf-8", "replace"))
            child.unfinished = b""

    def _say(self, name: str, line: str) -> None:
        self._out(f"{name:<{self._width}} | {line}")

    def _print(self, line: str) -> None:
        try:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        except OSError:
            # The terminal is gone. Somebody who wanted the site to live on would have given it a file.
            self._stopping = True

    # --- Ending ---

    def _bury(self) -> None:
        """Note which children died, and when to start them again."""
        for child in self._children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            self._remove(child)
            if self._stopping:
                continue
            lived = time.monotonic() - child.started
            child.deaths = 1 if lived >= RECOVERED else child.deaths + 1
            how = how_it_ended(os.waitstatus_to_exitcode(status))
            if child.deaths >= GIVE_UP_AFTER:
                self._say(
                    child.name,
                    f"{how}, {child.deaths} times in a row. Ending everything; its lines above tell why.",
                )
                self._failed = self._stopping = True
                return
            wait = min(FIRST_BACK_OFF * 2 ** (child.deaths - 1), LONGEST_BACK_OFF)
            child.due = time.monotonic() + wait
            self._say(child.name, f"{how}; starting it again in {wait:.0f} s.")

    def _remove(self, child: Child) -> None:
        """Take what is left of a dead child: its last words, and processes that it did not end."""
        end_group(child.pid, signal.SIGKILL)
        if child.pipe >= 0:
            self._read(child)
            self._close_pipe(child)
        child.pid = 0

    def _end_all(self) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        living = [child for child in self._children if child.pid]
        for child in living:
            try:
                os.kill(child.pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + GRACE
        while any(child.pid for child in living) and time.monotonic() < deadline:
            self._listen(0.1)
            self._bury()
        for child in living:
            if child.pid:
                self._say(child.name, f"has not ended within {GRACE:.0f} s and is killed.")
                end_group(child.pid, signal.SIGKILL)
                os.waitpid(child.pid, 0)
                self._remove(child)
        signal.set_wakeup_fd(-1)
        self._selector.close()


def how_it_ended(code: int) -> str:
    """Return an exit code as words: `ended with status 1`, `was ended by SIGKILL`."""
    if code >= 0:
        return f"ended with status {code}"
    return f"was ended by {signal.Signals(-code).name}"


def end_group(leader: int, number: signal.Signals) -> None:
    """Send a signal to every process of a child's group; none may be left."""
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return


def die_with_parent(parent: int) -> None:
    """Ask Linux to end this process when `parent` dies without having ended it; other systems can't."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
