"""The gate through which every file of a resident comes."""

import pytest
from django.core.exceptions import ValidationError

from media.actions.add_attachment import add_attachment
from media.models import Attachment
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


@pytest.fixture
def refuse_each(gate, tmp_path, subtests):
    """Send files by label as (name, content or how to make it, what is said): each is refused so, and nothing
    stays.
    """

    def check(files):
        for label, (name, given, said) in files.items():
            content = given() if callable(given) else given
            with subtests.test(label), pytest.raises(ValidationError, match=said) as refusal:
                gate(name, content)
            with subtests.test(label):
                assert refusal.value.messages[0].endswith("。")
        assert not Attachment.objects.exists()
        assert files_under(tmp_path) == []

    return check
