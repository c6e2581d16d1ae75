"""Where Wagtail tells of a consultation's life: one line each, on to the verbs."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms_pages.actions.delete_consultation import delete_consultation
from cms_pages.actions.move_consultation import move_consultation
from cms_pages.actions.publish_consultation import publish_consultation
from cms_pages.actions.unpublish_consultation import unpublish_consultation
from cms_pages.models import ConsultationPage
from cms_pages.publication.acting import acting_user


@receiver(page_published, sender=ConsultationPage)
def _published(instance: ConsultationPage, revision: Revision, **_signal: Any) -> None:
    publish_consultation(consultation=instance, revision=revision, actor=acting_user(), now=timezone.now())


@receiver(page_unpublished, sender=ConsultationPage)
def _unpublished(instance: ConsultationPage, **_signal: Any) -> None:
    unpublish_consultation(consultation=instance, actor=acting_user(), now=timezone.now())


@receiver(post_page_move, sender=ConsultationPage)
def _moved(instance: ConsultationPage, url_path_before: str, url_path_after: str, **_signal: Any) -> None:
    move_consultation(
        consultation=instance,
        before=url_path_before,
        after=url_path_after,
        actor=acting_user(),
        now=timezone.now(),
    )


@receiver(pre_delete, sender=ConsultationPage)
def _deleted(instance: ConsultationPage, **_signal: Any) -> None:
    delete_consultation(consultation=instance, actor=acting_user(), now=timezone.now())
