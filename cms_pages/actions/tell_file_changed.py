from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from cms_pages.models import BasePage
from events.record import record
from media.changes import registry
from media.models import Document, Image


@transaction.atomic
def tell_file_changed(
    *, actor: User | None, file: Image | Document, is_deleted: bool = False, now: datetime
) -> None:
    """Tell of every public page that shows `file` that it shows something else now, or nothing: kept copies
    name sizes that are gone, and the search has the words of the old file.

    Args:
        actor: who changed it.
        file: a picture or document that was saved, or is about to be deleted.
        is_deleted: whether its row goes in this transaction.
        now: the present moment.
    """
    what = "deleted" if is_deleted else "changed"
    verb = f"{file._meta.model_name}.{what}"
    record(actor=actor, verb=verb, instance=file, is_tombstone=is_deleted, now=now)
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
    )
    keys = {int(key) for key in references.order_by().values_list("object_id", flat=True).distinct()}
    for page in Page.objects.live().filter(pk__in=keys).specific():
        if isinstance(page, BasePage):
            record(
                actor=actor,
                verb="page.file_changed",
                instance=page,
                area_paths=[page.area.path],
                changes={"file": [file.title, None] if is_deleted else [None, file.title]},
                now=now,
            )


registry.register("pages")(tell_file_changed)
