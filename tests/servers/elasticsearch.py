"""A real Elasticsearch: fetched once by Maven, checked, started as a user who is not root, gone
afterwards.
"""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from config.env import var_dir
from tests.servers.children import free_port, other_user, scratch_folder, start, stop
from tests.servers.packages import JAVA, MAVEN, provide

VERSION = "8.19.0"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
SHA256 = "14833b2d86c30656901f92049f81fb5777a8e4545413c8656cd1a21b55173033"
FOLDER = var_dir() / "elasticsearch"
START_SECONDS = 180
HEAP = "-Xms512m -Xmx512m -XX:+UseSerialGC"
# Compiled less well and sooner: a test's server lives for minutes.
SOON = "-XX:TieredStopAtLevel=1"
# For measuring: it runs as long as it takes, and holds a hundred thousand documents. Looking up terms is what
# a build costs most; large pages spare the processor an eighth of it.
LARGE = "-Xms1g -Xmx1g -XX:+UseParallelGC -XX:+UseTransparentHugePages"
SETTINGS = {
    "discovery.type": "single-node",
    "xpack.security.enabled": "false",
    "network.host": "127.0.0.1",
    # A full disk of this machine is no reason to refuse writing.
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "bootstrap.memory_lock": "false",
    # What the collector has not thrown away yet is no reason either.
    "indices.breaker.total.use_real_memory": "false",
    # Of smaller parts, the terms are nearer to the processor: a build is an eighth faster.
    "indices.memory.index_buffer_size": "32mb",
}


@dataclass
class ElasticsearchServer:
    """A server on a port of its own that can be killed, held up and started again; its data stay."""

    home: Path
    folder: Path
    user: str | None
    port: int = field(default_factory=free_port)
    java: str = f"{HEAP} {SOON}"
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            SystemExit: it does not; with its last lines.
        """
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        settings = {**SETTINGS, "http.port": str(self.port), "transport.port": str(free_port())}
        settings |= {"path.data": str(self.folder / "data"), "path.logs": str(self.folder / "logs")}
        java = Path(shutil.which("java") or "java").resolve().parents[1]
        command = [
            "/usr/bin/env",
            f"ES_JAVA_HOME={java}",
            f"ES_JAVA_OPTS={self.java}",
            f"ES_PATH_CONF={self.folder / 'config'}",
            f"ES_TMPDIR={self.folder / 'tmp'}",
            str(self.home / "bin" / "elasticsearch"),
            *(part for name, value in settings.items() for part in ("-E", f"{name}={value}")),
        ]
        self.process = start(command, user=self.user, log=self.folder / "log")

    def wait(self) -> None:
        """Wait until it answers.

        Raises:
            SystemExit: it does not; with its last lines.
        """
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                log = (self.folder / "log").read_text(errors="replace")
                self.kill()
                sys.exit(f"Elasticsearch did not start:\n{log[-3000:]}")
            time.sleep(0.3)

    def answers(self) -> bool:
        """Return whether its indices can be used."""
        asked = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            asked.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=1s")
            return asked.getresponse().status == 200
        except OSError:
            return False
        finally:
            asked.close()

    def pids(self) -> list[int]:
        """Return the server's processes: the launcher, and Java under it."""
        if self.process is None:
            return []
        found = [self.process.pid]
        for pid in found:
            # Java's own first thread starts nothing: one of the others has started the server.
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    found += [int(child) for child in task.read_text().split()]
        return found

    def signal(self, number: signal.Signals) -> None:
        """Send all its processes a signal."""
        for pid in reversed(self.pids()):
            os.kill(pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def hang(self) -> None:
        """Let it accept connections and never answer."""
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        self.signal(signal.SIGCONT)

    def end(self) -> None:
        """End it in order; by force where it takes too long."""
        if self.process is not None:
            java = [pid for pid in self.pids() if pid != self.process.pid]
            stop(self.process, by=signal.SIGTERM)
            for pid in java:
                if Path(f"/proc/{pid}").exists():
                    os.kill(pid, signal.SIGKILL)


def archive() -> Path:
    """Return the distribution's file, fetched by Maven where it is not there yet.

    Raises:
        SystemExit: it can't be fetched, or is not what it should be.
    """
    file = FOLDER / f"elasticsearch-{VERSION}.zip"
    if file.exists() and digest(file) == SHA256:
        return file
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(f"Fetching Elasticsearch {VERSION} (97 MB), once …\n")
    sys.stdout.flush()
    fetched = subprocess.run(
        ["mvn", "-q", "-B", PLUGIN, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={FOLDER}"], check=False
    )
    if fetched.returncode or not file.exists():
        sys.exit("Maven could not fetch Elasticsearch; what it says stands above.")
    if digest(file) != SHA256:
        file.unlink()
        sys.exit(f"What Maven fetched is not Elasticsearch {VERSION}: its checksum differs.")
    return file


def digest(file: Path) -> str:
    """Return the file's SHA-256."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def unpacked(user: str | None, scratch: Path) -> Path:
    """Return the folder of the program, unpacked where `user` can run it: under var/, else in `scratch`."""
    folder = FOLDER if user is None or is_open_to_all(FOLDER) else scratch
    home = folder / f"elasticsearch-{VERSION}"
    if not (home / "bin" / "elasticsearch").exists():
        with zipfile.ZipFile(archive()) as packed:
            for entry in packed.infolist():
                made = Path(packed.extract(entry, folder))
                made.chmod(0o755 if made.is_dir() or entry.external_attr >> 16 & stat.S_IXUSR else 0o644)
    return home


def is_open_to_all(folder: Path) -> bool:
    """Return whether every user can enter a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return all(part.stat().st_mode & stat.S_IXOTH for part in (folder, *folder.parents))


@contextmanager
def prepared(port: int = 0, *, java: str = f"{HEAP} {SOON}") -> Iterator[ElasticsearchServer]:
    """A server that is not started yet, with folders of its own, ended and removed afterwards; `java` are the
    machine's options.
    """
    provide((JAVA, MAVEN))
    user = other_user("elasticsearch")
    with scratch_folder("elasticsearch", user) as folder:
        home = unpacked(user, folder)
        shutil.copytree(home / "config", folder / "config")
        options = folder / "config" / "jvm.options"
        # Logs of its memory would go into the program's own folder.
        kept = [line for line in options.read_text().splitlines() if "logs/" not in line and "G1" not in line]
        options.write_text("\n".join(kept) + "\n")
        for name in ("data", "logs", "tmp"):
            (folder / name).mkdir()
        for path in (folder / "config", *(folder / "config").rglob("*"), *folder.iterdir()):
            if user and path.exists() and path.name != f"elasticsearch-{VERSION}":
                shutil.chown(path, user)
        server = ElasticsearchServer(home=home, folder=folder, user=user, port=port or free_port(), java=java)
        try:
            yield server
        finally:
            server.end()


@contextmanager
def elasticsearch(port: int = 0, *, java: str = f"{HEAP} {SOON}") -> Iterator[ElasticsearchServer]:
    """A running server."""
    with prepared(port, java=java) as server:
        server.start()
        yield server


@dataclass
class Starting:
    """A server that may still be starting: a named one, or one of the run's own."""

    url: str
    server: ElasticsearchServer | None = None

    def ready(self) -> str:
        """Wait until it answers, and return its address."""
        if self.server is not None:
            self.server.wait()
        return self.url


@contextmanager
def search_server() -> Iterator[Starting]:
    """Give a server for the tests: `TEST_SEARCH_URL`, else one that is started for this, without waiting."""
    named = os.environ.get("TEST_SEARCH_URL", "")
    if named:
        yield Starting(named)
        return
    with prepared() as server:
        server.launch()
        yield Starting(server.url, server)


def main() -> None:
    """`make search-server`: run a server on `SEARCH_PORT` until Ctrl-C."""
    with prepared(int(os.environ.get("SEARCH_PORT") or 9200)) as server:
        sys.stdout.write("Starting Elasticsearch, half a minute …\n")
        sys.stdout.flush()
        server.start()
        sys.stdout.write(
            f"\n  Elasticsearch is at {server.url}  (Ctrl-C ends it, and its index goes with it)\n"
        )
        sys.stdout.write(f"  Let the site use it: SEARCH_URL={server.url} make run\n")
        sys.stdout.flush()
        try:
            signal.pause()
        except KeyboardInterrupt:
            sys.stdout.write("Ended.\n")


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupted)
    main()
