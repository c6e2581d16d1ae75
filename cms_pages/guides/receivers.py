"""Where Wagtail tells of a guide's life: one line each, on to the verbs."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms_pages.actions.delete_guide import delete_guide
from cms_pages.actions.move_guide import move_guide
from cms_pages.actions.publish_guide import publish_guide
from cms_pages.actions.unpublish_guide import unpublish_guide
from cms_pages.models import GuidePage
from cms_pages.publication.acting import acting_user


@receiver(page_published, sender=GuidePage)
def _published(instance: GuidePage, revision: Revision, **_signal: Any) -> None:
    publish_guide(guide=instance, revision=revision, actor=acting_user(), now=timezone.now())


@receiver(page_unpublished, sender=GuidePage)
def _unpublished(instance: GuidePage, **_signal: Any) -> None:
    unpublish_guide(guide=instance, actor=acting_user())


@receiver(post_page_move, sender=GuidePage)
def _moved(instance: GuidePage, url_path_before: str, url_path_after: str, **_signal: Any) -> None:
    move_guide(guide=instance, before=url_path_before, after=url_path_after, actor=acting_user())


@receiver(pre_delete, sender=GuidePage)
def _deleted(instance: GuidePage, **_signal: Any) -> None:
    delete_guide(guide=instance, actor=acting_user())
