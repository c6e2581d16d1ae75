"""What the forum does by the clock."""

from datetime import datetime, timedelta

import structlog

from events import timer
from forum.actions.pin_topic import pin_topic
from forum.models import Topic

log = structlog.get_logger(__name__)


def unpin(now: datetime) -> None:
    """Take down what was pinned until now."""
    for topic in Topic.objects.filter(is_pinned=True, pinned_until__lte=now).order_by("pk"):
        try:
            pin_topic(actor=None, topic=topic, pin=False, until=None, reason="", now=now)
        except Exception:
            log.exception("topic_not_unpinned", topic=topic.pk)


timer.registry.register("forum.unpin")(timer.Job(every=timedelta(minutes=5), run=unpin))
