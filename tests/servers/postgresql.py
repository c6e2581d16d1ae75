"""A PostgreSQL of the run's own: a new cluster in a temporary folder, gone afterwards.

docs/decisions/0007-private-postgresql-for-tests.md tells why.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.servers.children import free_port, other_user, scratch_folder, start, stop
from tests.servers.packages import POSTGRESQL

# Nothing here outlives the run, so nothing needs to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "autovacuum": "off",
    # To compile a plan takes longer than a small table is read.
    "jit": "off",
}
START_SECONDS = 30


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a database server: `TEST_DATABASE_URL`, else one that is started for this.

    Raises:
        SystemExit: it does not start; with its last lines.
    """
    named = os.environ.get("TEST_DATABASE_URL", "")
    if named:
        yield named
        return
    user = other_user("postgres")
    programs = Path(POSTGRESQL.path()).resolve().parent
    password, port = secrets.token_urlsafe(16), free_port()
    with scratch_folder("postgresql", user) as folder:
        secret = folder / "password"
        secret.write_text(password, encoding="ascii")
        secret.chmod(0o644)
        run_initdb(programs, folder, secret, user)
        settings = {
            **FAST,
            "port": str(port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = folder / "log"
        process = start(
            [str(programs / "postgres"), "-D", str(folder / "data"), *options], user=user, log=log
        )
        try:
            address = f"postgresql://site:{password}@127.0.0.1:{port}/postgres"
            wait_for(address, process, log)
            yield address
        finally:
            # SIGINT is PostgreSQL's fast shutdown: open connections are ended.
            stop(process)


def run_initdb(programs: Path, folder: Path, secret: Path, user: str | None) -> None:
    """Make the cluster; `initdb` refuses root."""
    made = subprocess.run(
        [
            str(programs / "initdb"),
            *("--pgdata", str(folder / "data"), "--username", "site", "--pwfile", str(secret)),
            *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        user=user,
        extra_groups=[] if user else None,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        sys.exit(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"PostgreSQL did not start ({error}):\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        else:
            return
