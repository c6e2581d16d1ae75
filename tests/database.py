"""A SQLite test database that was migrated once is kept as a template: 200 migrations take 15 s, a copy none.

The template's name holds a digest of our migrations and of the installed versions: a stale one is never used.
"""

import hashlib
import os
import shutil
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from config.env import REPOSITORY, var_dir

FOLDER = var_dir() / "test-database"


def is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"


def template() -> Path:
    """Return where the template for the present migrations is, or will be."""
    digest = hashlib.sha256()
    for path in sorted(REPOSITORY.glob("*/migrations/*.py")):
        digest.update(path.relative_to(REPOSITORY).as_posix().encode())
        digest.update(path.read_bytes())
    for name in sorted(f"{found.name} {found.version}" for found in distributions()):
        digest.update(name.encode())
    return FOLDER / f"{digest.hexdigest()[:20]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Take the copied file as it is; the migrations that it lacks are none."""
    return is_sqlite() or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool
) -> None:
    """Lay the template where Django looks for the test database; nothing of an earlier run stays there."""
    if not is_sqlite():
        return
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    for left in (name, f"{name}-wal", f"{name}-shm"):
        Path(left).unlink(missing_ok=True)
    if django_db_use_migrations and template().exists():
        shutil.copyfile(template(), name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, django_db_use_migrations: bool) -> None:
    """Keep the first migrated database as the template, and throw older ones away."""
    kept = template()
    if not is_sqlite() or not django_db_use_migrations or kept.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{kept.stem}.{os.getpid()}.part"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    for old in FOLDER.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    unfinished.replace(kept)
