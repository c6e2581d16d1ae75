"""Migrations that can be read, and taken back."""

import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from tests.architecture.house import our_apps


def migrations():
    loader = MigrationLoader(connection=None, ignore_no_migrations=True)
    ours = {app.label for app in our_apps()}
    return [
        migration for (label, _name), migration in sorted(loader.disk_migrations.items()) if label in ours
    ]


@pytest.mark.parametrize("migration", migrations(), ids=str)
def test_a_migration_says_what_it_is_about(migration):
    assert not re.search(r"_auto_\d|_alter_.*_and_more", migration.name), "Name it by its subject."


@pytest.mark.parametrize("migration", migrations(), ids=str)
def test_a_migration_can_be_taken_back(migration):
    for operation in migration.operations:
        if isinstance(operation, RunPython | RunSQL):
            assert operation.reversible, f"{operation} has no way back."


def test_no_model_has_changed_without_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
