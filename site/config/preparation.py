"""What must be done before the site can serve, each step only where its input has changed since the last
time.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cms_pages.page_cache import generations
from communities.models import Area
from config.env import REPOSITORY

Say = Callable[[str], None]

OWN_STREETS = REPOSITORY / "communities" / "data" / "qinhuai-streets.csv"
OWN_COMMUNITIES = REPOSITORY / "communities" / "data" / "qinhuai-communities.csv"


class Preparation:
    """Brings database, static files, the district's tree and demonstration content up to date.

    What was done is noted in `var/prepared.json`, together with a digest of what it was done from.

    Args:
        say: told in a line what is being done, where something is.
        streets: CSV of another district's streets; "" for the project's own or what is loaded already.
        communities: CSV of its communities.
    """

    def __init__(self, *, say: Say, streets: str = "", communities: str = "") -> None:
        if bool(streets) != bool(communities):
            raise CommandError("STREETS and COMMUNITIES belong together: name both files, or neither.")
        self._say = say
        self._given = (Path(streets), Path(communities)) if streets else None
        self._notes_file = settings.VAR_DIR / "prepared.json"
        self._notes = self._read_notes()

    def run(self) -> None:
        """Do every step that is due.

        Raises:
            CommandError: with a sentence about what stands in the way.
        """
        self.migrate()
        self.collect_static()
        self.load_divisions()
        if settings.DEMONSTRATION:
            self.load_demonstration()
        self.prepare_search()

    def migrate(self) -> None:
        """Bring the database to the present shape, if it is not there yet."""
        try:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise CommandError(unreachable(error)) from error
        if plan:
            self._say(f"Preparing the database ({len(plan)} migrations) …")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static(self) -> None:
        """Gather, hash and compress the static files, if one has changed."""
        digest = static_digest()
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if self._notes.get("static") == digest and manifest.exists():
            return
        self._say("Gathering the static files …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        # Pages kept from before name files that are no more, and would come without their style.
        generations.change_all()
        self._note("static", digest)

    def load_divisions(self) -> None:
        """Load the district's streets and communities: the files given, else the project's own into an empty
        site.
        """
        noted = self._notes.get("divisions") or {}
        if noted.get("database") != database_name():
            noted = {}
        empty = not Area.objects.exists()
        if self._given:
            streets, communities = self._given
        elif empty or noted.get("files") == [str(OWN_STREETS), str(OWN_COMMUNITIES)]:
            streets, communities = OWN_STREETS, OWN_COMMUNITIES
        else:
            return
        for path in (streets, communities):
            if not path.is_file():
                raise CommandError(
                    f"{path} is no file. Name the district's CSV files in STREETS and COMMUNITIES."
                )
        note = {
            "database": database_name(),
            "files": [str(streets), str(communities)],
            "digest": hashlib.sha256(streets.read_bytes() + b"\0" + communities.read_bytes()).hexdigest(),
        }
        if note == noted and not empty:
            return
        self._say("Loading the district's streets and communities …")
        call_command("load_divisions", str(streets), str(communities))
        self._note("divisions", note)

    def load_demonstration(self) -> None:
        """Fill an empty site with demonstration content and accounts."""
        call_command("demo_load", "--if-empty")

    def prepare_search(self) -> None:
        """Add the synonyms that come with the program, and build the search index where there is none."""
        call_command("load_synonyms")
        try:
            call_command("search_rebuild", "--if-missing")
        except CommandError as error:
            # The site serves without; the timer builds the index as soon as the engine answers.
            self._say(str(error))

    def _read_notes(self) -> dict[str, Any]:
        try:
            notes = json.loads(self._notes_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def _note(self, name: str, value: object) -> None:
        self._notes[name] = value
        unfinished = self._notes_file.with_suffix(".part")
        unfinished.write_text(json.dumps(self._notes, ensure_ascii=False, indent=1), encoding="utf-8")
        unfinished.replace(self._notes_file)


def static_digest() -> str:
    """Return a digest of every static file's name, size and time, and of where they go."""
    digest = hashlib.sha256(f"{settings.STATIC_ROOT} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def database_name() -> str:
    """Return which database this is, without its password."""
    entry = settings.DATABASES["default"]
    return f"{entry['ENGINE']} {entry.get('HOST', '')}:{entry.get('PORT', '')} {entry['NAME']}"


def unreachable(error: DatabaseError) -> str:
    """Return a sentence about a database that does not answer, or that is something else."""
    entry = settings.DATABASES["default"]
    where = (
        entry["NAME"]
        if not entry.get("HOST")
        else f"{entry['HOST']}:{entry.get('PORT') or 5432}/{entry['NAME']}"
    )
    return f"The database {where} can't be used: {str(error).strip()}. Start it, or correct DATABASE_URL."
