"""Work that takes longer than a delivery may."""

from collections.abc import Collection

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from media.models import Document
from search import indexing
from search.actions.read_file import read_file
from search.files.reading import kind_of
from search.models import FileText, FileUse


@task()
def rebuild_index() -> int:
    """Build the index anew; return how many documents it has."""
    return indexing.rebuild()


def queue_rebuild() -> None:
    """Queue `rebuild_index`, unless one waits or runs already."""
    at_work = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING), task_path=rebuild_index.module_path
    )
    if not at_work.exists():
        rebuild_index.enqueue()


@task()
def read_document(pk: int) -> None:
    """Read the text of a document and write it into the index; nothing where it is gone, or was read
    meanwhile.
    """
    document = Document.objects.filter(pk=pk).first()
    if document is None or _is_read(document):
        return
    read_file(actor=None, document=document, now=timezone.now())
    uses = FileUse.objects.filter(document=document).values_list("pk", flat=True)
    indexing.index("file", list(uses))


def queue_reading(pks: Collection[int]) -> None:
    """Queue the reading of those of the documents whose present file was not read yet."""
    for document in Document.objects.filter(pk__in=pks).select_related("file_text").order_by("pk"):
        if kind_of(document) and not _is_read(document):
            read_document.enqueue(document.pk)


def _is_read(document: Document) -> bool:
    kept = FileText.objects.filter(document=document).values_list("file_name", flat=True).first()
    return kept == document.file.name
