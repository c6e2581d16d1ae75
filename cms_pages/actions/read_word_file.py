"""Keeping what was read of a document, until its reader has looked at it."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import WordImport, WordImportPicture
from cms_pages.word.targets import Target, target_of
from events.record import record
from media.validation.documents import stored_name
from media.word.blocks import WordDocument

# So that nobody fills the database with what they never look at.
MOST_WAITING: Final = 5


@transaction.atomic
def read_word_file(
    *, actor: User, target: Target, document: WordDocument, file_name: str, now: datetime
) -> WordImport:
    """Keep words and cleaned pictures of a document for a day; the oldest that still waits makes room.

    Args:
        actor: an official who may make a draft at `target`.
        target: where the draft will be.
        document: what `media.word.reading.read_word` gave.
        file_name: what the file was called.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may make no draft there.
    """
    if target_of(actor, target.key) is None:
        raise PermissionDenied(_("您不能在这里新建草稿。"))
    older = WordImport.objects.filter(owner=actor).waiting().values_list("pk", flat=True)[MOST_WAITING - 1 :]
    WordImport.objects.filter(pk__in=list(older)).delete()
    word_import = WordImport.objects.create(
        owner=actor,
        kind=target.kind,
        parent=target.parent,
        duty=target.duty,
        file_name=stored_name(file_name),
        content=document.as_json(),
        read_at=now,
    )
    WordImportPicture.objects.bulk_create(
        WordImportPicture(
            word_import=word_import,
            number=number,
            name=picture.name or "",
            content_type=picture.content_type or "",
            data=picture.read(),
        )
        for number, picture in enumerate(document.pictures)
    )
    record(actor=actor, verb="word_import.read", instance=word_import, body_id=target.body.pk, now=now)
    return word_import
