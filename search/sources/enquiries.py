"""咨询投诉: what people asked of offices in public, with the answers."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy

from forum.choices import EnquiryState, TopicKind
from search.documents import Entry
from search.sources.base import Shown
from search.sources.topics import TopicSource

if TYPE_CHECKING:
    from forum.querysets.topics import TopicQuerySet


class EnquirySource(TopicSource):
    """Public enquiries. Private ones, and those that became part of another, are in no index."""

    kind = "enquiry"
    label = gettext_lazy("咨询投诉")
    icon = "message-circle-question-mark"
    position = 65
    weight = 0.85
    wanted = Q(kind=TopicKind.ENQUIRY)

    def topics(self) -> "TopicQuerySet":
        return super().topics().filter(enquiry__isnull=False).exclude(enquiry__state=EnquiryState.MERGED)

    def _joined(self) -> tuple[str, ...]:
        return ("enquiry__body__area", "enquiry__category", "poll")

    def _entry(self, topic: Any, texts: list[str]) -> Entry:
        entry = super()._entry(topic, texts)
        return replace(
            entry,
            keywords=f"{topic.enquiry.category} {topic.enquiry.number} {entry.keywords}".strip(),
            department=topic.enquiry.body_id,
        )

    def _look(self, topic: Any) -> Shown:
        enquiry = topic.enquiry
        badge = {
            "state": "answered" if enquiry.answer_id else "waiting",
            "label": str(enquiry.get_state_display()),
        }
        return replace(super()._look(topic), owner=str(enquiry.body), badges=(badge,))


SOURCE = EnquirySource()
