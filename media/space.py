"""How much the files of each office take, and which of them nothing shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, Model, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Collection, ReferenceIndex
from wagtail.permissions import policy_registry

from accounts.models import User
from media.models import Attachment, Document, Image

# What was uploaded a moment ago is on its way into a page.
UNUSED_AFTER: Final = timedelta(days=30)
MOST_ROWS: Final = 50


@dataclass
class FolderSpace:
    """One folder: how many files, how many bytes; without the sizes that are made of pictures."""

    name: str
    images: int = 0
    documents: int = 0
    size: int = 0


def folders_of(user: User) -> QuerySet[Collection]:
    """Return the folders whose files `user` may change."""
    policy = policy_registry.get_by_type(Image)
    found: QuerySet[Collection] = policy.collections_user_has_any_permission_for(user, ["change"])
    return found


def space_by_folder(folders: Iterable[Collection]) -> list[FolderSpace]:
    """Return what each of `folders` holds, the fullest first; empty ones are left out."""
    spaces: dict[int, FolderSpace] = {}
    names = {folder.pk: folder.name for folder in folders}
    for model, field in ((Image, "images"), (Document, "documents")):
        sums = (
            model._default_manager.filter(collection__in=names)
            .order_by()
            .values("collection")
            .annotate(count=Count("pk"), size=Coalesce(Sum("file_size"), 0))
        )
        for row in sums:
            space = spaces.setdefault(row["collection"], FolderSpace(names[row["collection"]]))
            setattr(space, field, row["count"])
            space.size += row["size"]
    return sorted(spaces.values(), key=lambda space: (-space.size, space.name))


def unused(folders: Iterable[Collection], *, now: datetime) -> dict[str, list[Any]]:
    """Return the pictures and documents in `folders` that nothing refers to, the largest first.

    Wagtail's index of references knows every page, draft or live, and every setting; typed addresses it
    doesn't.
    """
    keys = [folder.pk for folder in folders]
    found: dict[str, list[Any]] = defaultdict(list)
    for model in (Image, Document):
        rows = model._default_manager.filter(
            ~Exists(_references_to(model)), collection__in=keys, created_at__lt=now - UNUSED_AFTER
        )
        name = model._meta.model_name or ""
        found[name] = list(rows.select_related("collection").order_by("-file_size", "-pk")[:MOST_ROWS])
    return dict(found)


def attachments_space() -> FolderSpace:
    """Return what residents' attachments take."""
    held = Attachment.objects.exclude(file="").aggregate(count=Count("pk"), size=Coalesce(Sum("size"), 0))
    return FolderSpace("", documents=held["count"], size=held["size"])


def _references_to(model: type[Model]) -> QuerySet[ReferenceIndex]:
    references: QuerySet[ReferenceIndex] = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    return references
