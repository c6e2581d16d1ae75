"""Where Wagtail tells of a disclosure's life: one line each, on to the verbs."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published, task_cancelled

from cms_pages.actions.delete_disclosure import delete_disclosure
from cms_pages.actions.publish_disclosure import publish_disclosure
from cms_pages.actions.withdraw_check import withdraw_check
from cms_pages.models import DisclosurePage
from cms_pages.publication.acting import acting_user


@receiver(page_published, sender=DisclosurePage)
def _published(instance: DisclosurePage, revision: Revision, **_signal: Any) -> None:
    publish_disclosure(page=instance, revision=revision, actor=acting_user(), now=timezone.now())


@receiver(task_cancelled)
def _cancelled(instance: TaskState, user: Any = None, **_signal: Any) -> None:
    withdraw_check(actor=user, task_state_id=instance.pk, now=timezone.now())


@receiver(pre_delete, sender=DisclosurePage)
def _deleted(instance: DisclosurePage, **_signal: Any) -> None:
    delete_disclosure(page=instance, actor=acting_user(), now=timezone.now())
