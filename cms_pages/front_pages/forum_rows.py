"""What is said in the forum of an area, and what its offices were asked, for its front page.

A front page shows what everybody may read, whoever looks; what members alone may read stands in the
forum.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages.navigation import Navigation
from communities.choices import Level
from communities.models import Area
from forum.addresses import topic_url
from forum.choices import Audience, TopicKind
from forum.models import Board, Enquiry, Topic

MOST_TOPICS: Final = 5
MOST_ANSWERS: Final = 3
COUNTED_FOR: Final = timedelta(days=90)


def board_news(area: Area, place: Navigation) -> dict[str, Any] | None:
    """Return the topics in which somebody wrote last, in the boards of `area` and of the areas below it; None
    where it has no forum.
    """
    column = place.column("forum")
    if column is None:
        return None
    topics = (
        Topic.objects.listed()
        .filter(board__area__path__startswith=area.path, board__read_by=Audience.EVERYBODY)
        .exclude(kind=TopicKind.ENQUIRY)
        .select_related("board__area")
        .order_by("-last_post_at", "-pk")[:MOST_TOPICS]
    )
    return {
        "title": column["label"],
        "url": column["url"],
        "items": [_topic(topic, area) for topic in topics],
    }


def _topic(topic: Topic, area: Area) -> dict[str, Any]:
    is_below = topic.board.area_id != area.pk
    replies = topic.reply_count
    return {
        "title": topic.title,
        "url": topic_url(topic.pk),
        "date": topic.last_post_at,
        "kind": "" if topic.kind == TopicKind.DISCUSSION else topic.get_kind_display(),
        "area": topic.board.area.short_name if is_below else "",
        "note": _("%(count)d条回复") % {"count": replies} if replies else _("还没有回复"),
    }


def enquiry_desk(area: Area, place: Navigation, request: HttpRequest, now: datetime) -> dict[str, Any] | None:
    """Return where to ask the offices of `area`, how many asked lately, and what was answered last; None
    where there is no forum.
    """
    if place.column("forum") is None:
        return None
    board = Board.objects.main().filter(area=area).first()
    if board is None:
        return None
    bodies = Q(body__area=area)
    if area.level == Level.DISTRICT:
        # What was asked anywhere in the district: its own bodies are asked least.
        bodies = Q(body__area__path__startswith=area.path)
    rows = Enquiry.objects.public().filter(bodies, topic__board__read_by=Audience.EVERYBODY)
    counts = rows.filter(received_at__gte=now - COUNTED_FOR).aggregate(
        received=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    answered = rows.filter(answer__isnull=False).select_related("topic", "answered_by_body")
    return {
        "ask_url": "" if board.is_closed else reverse("enquiry-start", args=[board.pk]),
        "query_url": reverse("enquiry-query"),
        "standings_url": f"{reverse('enquiry-standings')}?area={area.slug}",
        "received": counts["received"],
        "answered": counts["answered"],
        "items": [
            {
                "title": enquiry.topic.title,
                "url": topic_url(enquiry.topic_id),
                "date": enquiry.answered_at,
                "note": _("%(body)s已答复") % {"body": enquiry.answered_by_body},
            }
            for enquiry in answered.order_by("-answered_at", "-pk")[:MOST_ANSWERS]
        ],
    }
