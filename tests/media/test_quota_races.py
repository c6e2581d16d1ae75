"""Who sends several files at the same moment gets no more than a day has."""

import pytest
from django.core.exceptions import ValidationError

from media.actions.add_attachment import add_attachment
from media.models import Attachment
from tests.factories import UserFactory
from tests.factories.uploads import PDF, upload
from tests.forum.test_races import at_once
from tests.media.conftest import files_under

pytestmark = pytest.mark.django_db(transaction=True)


def test_uploads_at_once_share_one_days_files_and_bytes(settings, tmp_path, now):
    settings.MEDIA_ROOT = tmp_path
    settings.ATTACHMENTS_PER_DAY = 4
    person = UserFactory()

    def send(name, content=PDF):
        return add_attachment(actor=person, upload=upload(content, name), name=name, now=now)

    for name in ("1.pdf", "2.pdf"):
        send(name)
    answers = at_once(*[lambda: send("x.pdf")] * 5)
    assert sum(isinstance(one, Attachment) for one in answers) == 2
    assert sum(isinstance(one, ValidationError) for one in answers) == 3
    assert Attachment.objects.count() == len(files_under(tmp_path)) == 4

    settings.ATTACHMENTS_PER_DAY, settings.ATTACHMENT_MEGABYTES_PER_DAY = 99, 1
    answers = at_once(*[lambda: send("x.txt", b"x" * 600_000)] * 3)
    assert sum(isinstance(one, Attachment) for one in answers) == 1
    assert Attachment.objects.count() == len(files_under(tmp_path)) == 5
