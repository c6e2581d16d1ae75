"""The one workflow of disclosures: the supervisor's check."""

from wagtail.models import Workflow, WorkflowTask

NAME = "监督员审核"


def check_workflow() -> Workflow:
    """Return the workflow, made at the first need, so that no migration or command has to."""
    from cms_pages.models import SupervisorCheckTask

    found = Workflow.objects.filter(
        workflow_tasks__task__in=SupervisorCheckTask.objects.all(), active=True
    ).first()
    if found is not None:
        return found
    task = SupervisorCheckTask.objects.filter(active=True).first() or SupervisorCheckTask.objects.create(
        name=NAME
    )
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
