"""Servers as child processes that can't outlive the run, as a user who is not root."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PR_SET_PDEATHSIG = 1


def other_user(*names: str) -> str | None:
    """Return who runs a server for root, which some refuse; None where this user may do it."""
    if os.geteuid() != 0:
        return None
    for name in (*names, "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


@contextmanager
def scratch_folder(prefix: str, owner: str | None) -> Iterator[Path]:
    """A folder for a server's files, its owner's alone, removed afterwards.

    It lies in the system's own temporary folder: a server that runs as another user can't enter this one's
    home.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"qinhuai-{prefix}-"))
    if owner:
        shutil.chown(folder, owner)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: list[str], *, user: str | None, log: Path) -> subprocess.Popen[bytes]:
    """Start a server that dies with this process, and that Ctrl-C reaches only after the tests."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            user=user,
            extra_groups=[] if user else None,
            group=pwd.getpwnam(user).pw_gid if user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def stop(process: subprocess.Popen[bytes], *, by: signal.Signals = signal.SIGINT) -> None:
    """End a server, by force if it takes longer than ten seconds."""
    if process.poll() is None:
        process.send_signal(by)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
