"""Where files go that were masked in a disclosure: out of their office's folder and off every address."""

from functools import partial
from pathlib import PurePath
from typing import Any, Final
from uuid import uuid4

import structlog
from django.db import transaction
from wagtail.models import Collection

from media.models import Document, Image

# A folder of nobody's, so that only district administrators find it among the files.
FOLDER: Final = "隐去的文件"

log = structlog.get_logger(__name__)


def is_put_away(file: Document | Image) -> bool:
    """Return whether `file` lies where masked files lie."""
    folder = Collection.objects.filter(pk=file.collection_id).first()
    return folder is not None and folder.depth == 2 and folder.name == FOLDER


def put_away(file: Document | Image) -> int:
    """Take `file` out of its folder, and a picture off its addresses; return the folder's key.

    What else shows it goes on doing so: a picture is then made in its sizes anew, under other names.
    """
    before: int = file.collection_id
    file.collection = _folder()
    if isinstance(file, Image):
        _leave_addresses(file)
    file.save()
    return before


def put_back(file: Document | Image, folder: Collection | None) -> None:
    """Lay `file` into `folder` again, where there is still one."""
    if folder is not None:
        file.collection = folder
        file.save()


def _folder() -> Collection:
    root = Collection.get_first_root_node()
    found = Collection.objects.child_of(root).filter(name=FOLDER).first()
    return found or root.add_child(name=FOLDER)


def _leave_addresses(picture: Image) -> None:
    """Give the original another name, which those of its sizes begin with, and delete the old sizes.

    Whoever noted the address of a size would have the picture from it as long as the file is there, and the
    timer makes missing sizes.
    """
    stored: Any = picture.file
    storage, old = stored.storage, stored.name
    try:
        with storage.open(old) as original:
            name = picture.get_upload_to(f"{uuid4().hex}{PurePath(old).suffix}")
            stored.name = storage.save(name, original)
    except OSError:
        log.warning("masked_picture_without_file", image=picture.pk)
    else:
        transaction.on_commit(partial(storage.delete, old))
    for size in picture.renditions.all():
        size.delete()
