"""Where Wagtail tells of a service's life: one line each, on to the verbs."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms_pages.actions.delete_service import delete_service
from cms_pages.actions.move_service import move_service
from cms_pages.actions.publish_service import publish_service
from cms_pages.actions.unpublish_service import unpublish_service
from cms_pages.models import ServicePage
from cms_pages.publication.acting import acting_user


@receiver(page_published, sender=ServicePage)
def _published(instance: ServicePage, revision: Revision, **_signal: Any) -> None:
    publish_service(service=instance, revision=revision, actor=acting_user(), now=timezone.now())


@receiver(page_unpublished, sender=ServicePage)
def _unpublished(instance: ServicePage, **_signal: Any) -> None:
    unpublish_service(service=instance, actor=acting_user(), now=timezone.now())


@receiver(post_page_move, sender=ServicePage)
def _moved(instance: ServicePage, url_path_before: str, url_path_after: str, **_signal: Any) -> None:
    move_service(
        service=instance,
        before=url_path_before,
        after=url_path_after,
        actor=acting_user(),
        now=timezone.now(),
    )


@receiver(pre_delete, sender=ServicePage)
def _deleted(instance: ServicePage, **_signal: Any) -> None:
    delete_service(service=instance, actor=acting_user(), now=timezone.now())
