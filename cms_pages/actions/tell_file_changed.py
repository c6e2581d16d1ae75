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
def tell_file_changed(*, actor: User, file: Image | Document, now: datetime) -> None:
    """Tell of every public page that shows `file` that it shows something else now: kept copies name sizes
    that are gone, and the search has the words of the old file.

    Args:
        actor: who changed it.
        file: a picture or document that was saved.
        now: the present moment.
    """
    record(actor=actor, verb=f"{file._meta.model_name}.changed", instance=file, now=now)
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
                changes={"file": [None, file.title]},
                now=now,
            )


registry.register("pages")(tell_file_changed)
