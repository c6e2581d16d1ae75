"""Work that takes longer than a delivery may."""

from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from search import indexing


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
