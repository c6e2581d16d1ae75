"""The gate through which every file of a resident comes."""

import pytest

from media.actions.add_attachment import add_attachment
from tests.factories import UserFactory
from tests.factories.uploads import upload


@pytest.fixture
def gate(db, settings, tmp_path, now):
    settings.MEDIA_ROOT = tmp_path
    person = UserFactory()

    def add(name, content):
        return add_attachment(actor=person, upload=upload(content), name=name, now=now)

    return add


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]
