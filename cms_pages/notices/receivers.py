"""Where Wagtail tells of a notice's life: one line each, on to the verbs."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms_pages.actions.delete_notice import delete_notice
from cms_pages.actions.move_notice import move_notice
from cms_pages.actions.publish_notice import publish_notice
from cms_pages.actions.unpublish_notice import unpublish_notice
from cms_pages.models import NoticePage
from cms_pages.publication.acting import acting_user


@receiver(page_published, sender=NoticePage)
def _published(instance: NoticePage, revision: Revision, **_signal: Any) -> None:
    publish_notice(notice=instance, revision=revision, actor=acting_user())


@receiver(page_unpublished, sender=NoticePage)
def _unpublished(instance: NoticePage, **_signal: Any) -> None:
    unpublish_notice(notice=instance, actor=acting_user())


@receiver(post_page_move, sender=NoticePage)
def _moved(instance: Page, url_path_before: str, url_path_after: str, **_signal: Any) -> None:
    move_notice(notice=instance.specific, before=url_path_before, after=url_path_after, actor=acting_user())


@receiver(pre_delete, sender=NoticePage)
def _deleted(instance: NoticePage, **_signal: Any) -> None:
    delete_notice(notice=instance, actor=acting_user())
