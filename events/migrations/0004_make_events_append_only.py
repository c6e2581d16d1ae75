"""Events can be added and read. Changing or deleting one needs a row in `events_unlock`
(`events.unlocked`).

A migration that changes the table `events_event` on SQLite makes it anew and loses its triggers: it has to
run `lock` again. A test fails otherwise.
"""

from django.db import migrations

UNLOCK_TABLE = "CREATE TABLE events_unlock (reason varchar(64) NOT NULL)"
SQLITE_UPDATE = """CREATE TRIGGER events_event_no_update BEFORE UPDATE ON events_event
WHEN NOT EXISTS (SELECT 1 FROM events_unlock)
BEGIN SELECT RAISE(ABORT, 'Events are only ever added.'); END"""
SQLITE_DELETE = """CREATE TRIGGER events_event_no_delete BEFORE DELETE ON events_event
WHEN NOT EXISTS (SELECT 1 FROM events_unlock)
BEGIN SELECT RAISE(ABORT, 'Events are only ever added.'); END"""
POSTGRESQL_FUNCTION = """CREATE FUNCTION events_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM events_unlock) THEN
    RAISE EXCEPTION 'Events are only ever added.';
  END IF;
  IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NULL;
END $$"""
POSTGRESQL_ROWS = """CREATE TRIGGER events_event_no_change BEFORE UPDATE OR DELETE ON events_event
FOR EACH ROW EXECUTE FUNCTION events_event_refuse()"""
POSTGRESQL_WHOLE = """CREATE TRIGGER events_event_no_truncate BEFORE TRUNCATE ON events_event
FOR EACH STATEMENT EXECUTE FUNCTION events_event_refuse()"""
SQLITE = [UNLOCK_TABLE, SQLITE_UPDATE, SQLITE_DELETE]
POSTGRESQL = [UNLOCK_TABLE, POSTGRESQL_FUNCTION, POSTGRESQL_ROWS, POSTGRESQL_WHOLE]
SQLITE_BACK = [
    "DROP TRIGGER events_event_no_update",
    "DROP TRIGGER events_event_no_delete",
    "DROP TABLE events_unlock",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER events_event_no_change ON events_event",
    "DROP TRIGGER events_event_no_truncate ON events_event",
    "DROP FUNCTION events_event_refuse()",
    "DROP TABLE events_unlock",
]


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def lock(_apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def unlock(_apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [("events", "0003_add_sent_forms")]

    operations = [migrations.RunPython(lock, unlock)]
