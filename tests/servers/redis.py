"""A Redis of a test's own, which the test may kill."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import redis

from tests.servers.children import free_port, other_user, scratch_folder, start, stop
from tests.servers.packages import REDIS, sentence


@dataclass
class RedisServer:
    """A server on a port of its own that can be killed, held up and started again."""

    folder: Path
    user: str | None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/1"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = start([REDIS.path(), *options], user=self.user, log=self.folder / "log")
        deadline = time.monotonic() + 10
        while True:
            try:
                redis.Redis.from_url(self.url).ping()
            except redis.ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            stop(self.process, by=signal.SIGKILL)

    def hang(self) -> None:
        """Let it accept connections and never answer."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A running Redis.

    Raises:
        pytest.fail.Exception: there is no such program; a test with Redis is never skipped.
    """
    if not REDIS.is_met():
        pytest.fail(sentence(REDIS), pytrace=False)
    user = other_user("redis")
    with scratch_folder("redis", user) as folder:
        server = RedisServer(folder=folder, user=user)
        server.start()
        try:
            yield server
        finally:
            server.kill()
