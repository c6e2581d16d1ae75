"""The publishing job: takes off what has expired, publishes what is due, and lets no page stop another.

Wagtail's own `publish_scheduled` runs through all pages in one loop, so that the first invalid one ends it
(docs/decisions/0013-own-publishing-timer.md). Here each page has its own transaction. Two timers may run at
once: whoever locks the page's row first does the work, and the other finds nothing left to do.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import OperationalError, transaction
from wagtail.models import Page, Revision

from cms_pages.actions.expire_page import expire_page
from cms_pages.actions.fail_schedule import fail_schedule
from cms_pages.actions.publish_release import publish_release
from cms_pages.actions.publish_scheduled_revision import publish_scheduled_revision
from cms_pages.models import NoticeRelease
from cms_pages.publication.errors import PublicationRefused
from events.timer import Job, registry

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=10)
# A backlog is worked off in several runs, so that no run holds the timer for minutes.
BATCH = 200


def publish_due(now: datetime) -> None:
    """Do what is due at `now`: expiries first, so that a page that ends as another begins is not shown beside
    it.
    """
    expired = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    for key in expired.values_list("pk", flat=True)[:BATCH]:
        _isolated("expire", key, partial(expire_page, page_id=key, actor=None, now=now))
    pages = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for key in pages.values_list("pk", flat=True)[:BATCH]:
        publish_one(key, now)
    for key in (
        NoticeRelease.objects.due(now=now).order_by("release_at", "pk").values_list("pk", flat=True)[:BATCH]
    ):
        _isolated("release", key, partial(publish_release, release_id=key, actor=None, now=now))


def publish_one(revision_id: int, now: datetime) -> None:
    """Publish a due revision; where it can't be, put it aside with the reason, so that it is not tried for
    ever.
    """
    try:
        with transaction.atomic():
            publish_scheduled_revision(revision_id=revision_id, actor=None, now=now)
    except OperationalError:
        # The database was busy or away; nothing is wrong with the page, so the next run tries again.
        log.warning("schedule_delayed", revision_id=revision_id)
    except PublicationRefused as refused:
        _put_aside(revision_id, refused.reason, now)
    except Exception as error:
        log.exception("schedule_failed", revision_id=revision_id)
        _put_aside(revision_id, _plain_words(error), now)


def _put_aside(revision_id: int, reason: str, now: datetime) -> None:
    _isolated(
        "put_aside",
        revision_id,
        lambda: fail_schedule(revision_id=revision_id, reason=reason, actor=None, now=now),
    )


def _plain_words(error: Exception) -> str:
    texts = getattr(error, "messages", None)
    return "；".join(texts) if texts else f"系统错误（{type(error).__name__}），请联系管理员。"


def _isolated(what: str, key: int, work: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            work()
    except Exception:
        # Whatever one page does, the others are due, too; the next run tries this one again.
        log.exception("publishing_job_failed", what=what, key=key)


registry.register("publishing")(Job(every=EVERY, run=publish_due))
