from datetime import datetime

from media.models import Document
from search.files.reading import text_of
from search.models import FileText


def read_file(*, actor: None, document: Document, now: datetime) -> FileText:
    """Read the text of a document's present file and keep it for the index.

    It records no event: nobody has done anything, and the index is written by whoever calls it.

    Args:
        actor: nobody; the task worker does it.
        document: whose file.
        now: the present moment.
    """
    text = text_of(document)
    state = FileText.State.READ if text else FileText.State.UNREADABLE
    row, _is_new = FileText.objects.update_or_create(
        document=document, defaults={"file_name": document.file.name, "state": state, "text": text}
    )
    return row
