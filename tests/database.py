"""A test database is a copy of a template that was migrated once: 200 migrations take 20 s, a copy none.

The template's name holds a digest of our migrations and of the installed versions: a stale one is never used.
SQLite's is a file that stays; PostgreSQL's lives as long as its server. `make test` makes both at once, first
of all (`python -m tests.database`); where there is none, the first run on SQLite keeps what it migrated.
"""

import hashlib
import os
import shutil
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection, transaction

from config.env import REPOSITORY, var_dir
from events.unlocked import LOCK, UNLOCK
from tests.kept import all_rows, insert

if TYPE_CHECKING:  # on its own it cannot be imported before the models
    from django.db.backends.base.operations import BaseDatabaseOperations

FOLDER = var_dir() / "test-database"


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def digest() -> str:
    """Return what a migrated database depends on, in twenty characters."""
    found = hashlib.sha256()
    for path in sorted(REPOSITORY.glob("*/migrations/*.py")):
        found.update(path.relative_to(REPOSITORY).as_posix().encode())
        found.update(path.read_bytes())
    for name in sorted(f"{found.name} {found.version}" for found in distributions()):
        found.update(name.encode())
    return found.hexdigest()[:20]


def template() -> Path:
    """Return where SQLite's template for the present migrations is, or will be."""
    return FOLDER / f"{digest()}.sqlite3"


def template_name() -> str:
    """Return what PostgreSQL's template is called."""
    return f"template_{digest()}"


def template_exists() -> bool:
    """Return whether there is a template for the present migrations."""
    if is_sqlite():
        return template().exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template_name()])
        return cursor.fetchone() is not None


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Take the copied file as it is; the migrations that it lacks are none.

    What goes with its server needs no dropping, which takes PostgreSQL seconds.
    """
    return is_sqlite() or "TEST_SERVER_ENDS" in os.environ or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool, django_db_blocker: Any
) -> None:
    """Lay the template where Django looks for the test database; nothing of an earlier run stays there."""
    with django_db_blocker.unblock():
        copied = django_db_use_migrations and template_exists()
    test = settings.DATABASES["default"]["TEST"]
    if not is_sqlite():
        if copied:
            test["TEMPLATE"] = template_name()
        return
    for left in (test["NAME"], f"{test['NAME']}-wal", f"{test['NAME']}-shm"):
        Path(left).unlink(missing_ok=True)
    if copied:
        shutil.copyfile(template(), test["NAME"])


def _flush_to_ground(operations: "type[BaseDatabaseOperations]") -> None:
    """Let the flush after a test with real transactions leave what the migrations made, under the same keys.

    The next test may need it: a worker that takes tests over from another runs them in any order. The audit
    trail, which the database guards, is emptied like the rest. Since nothing is missing afterwards, nobody
    hears of a migration: Django's and Wagtail's receivers took most of the flush's time.
    """
    stock, ground = operations.execute_sql_flush, all_rows()

    def execute_sql_flush(self: "BaseDatabaseOperations", sql_list: list[str]) -> None:
        if not is_sqlite():
            sql_list = _deletions()
        stock(self, [LOCK.replace("%s", "'flush'"), *sql_list, UNLOCK.replace("%s", "'flush'")])
        with transaction.atomic():
            insert({table: (found.columns, list(found.rows.values())) for table, found in ground.items()})

    operations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_args, **_kwargs: None  # type: ignore[attr-defined]


def _deletions() -> list[str]:
    """Return what empties PostgreSQL's tables; truncating makes each of them, and its indexes, a new file."""
    with connection.cursor() as cursor:
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"  # noqa: S608
                for name in names
            )
        )
        return [f"DELETE FROM {connection.ops.quote_name(name)}" for (name,) in cursor.fetchall()]  # noqa: S608


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, django_db_use_migrations: bool) -> None:
    """Keep the first migrated database as the template."""
    with django_db_blocker.unblock():
        _flush_to_ground(type(connection.ops))
    if not is_sqlite() or not django_db_use_migrations or template_exists():
        return
    with django_db_blocker.unblock():
        keep()


def keep() -> None:
    """Keep the connected SQLite database as the template, and throw older ones away."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = template()
    unfinished = FOLDER / f"{kept.stem}.{os.getpid()}.part"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.replace(kept)


def make_template() -> None:
    """Migrate a template, unless there is one."""
    if template_exists():
        return
    name = template_name()
    unfinished = f"{name}_{os.getpid()}"
    if is_sqlite():
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["TEST"]["NAME"]
    else:
        run_on_server(f"CREATE DATABASE {unfinished}")
        connection.settings_dict["NAME"] = unfinished
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    if is_sqlite():
        keep()
    connection.close()
    if not is_sqlite():
        run_on_server(f"ALTER DATABASE {unfinished} RENAME TO {name}")


def run_on_server(statement: str) -> None:
    """Run a statement on PostgreSQL that belongs to no database."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    django.setup()
    make_template()
