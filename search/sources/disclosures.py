"""居务公开."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from cms_pages.models import DisclosureMask, DisclosurePage
from search.sources.base import PageSource
from search.sources.texts import joined, stream_text

if TYPE_CHECKING:
    from events.models import Event

_MASK = "cms_pages.disclosuremask"


class DisclosureSource(PageSource):
    """Disclosures that a supervisor let pass, as they read now: what was masked is in no index."""

    kind = "disclosure"
    label = gettext_lazy("居务公开")
    icon = "scale"
    position = 25
    half_life = 365
    model = DisclosurePage
    object_kinds = frozenset({_MASK})

    def body(self, page: Any) -> str:
        return joined(page.correction_note, stream_text(page.content))

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = list(events)
        masks = [int(event.object_id) for event in events if event.object_kind == _MASK]
        own = super().affected(event for event in events if event.object_kind != _MASK)
        return own | set(DisclosureMask.objects.filter(pk__in=masks).values_list("page_id", flat=True))


SOURCE = DisclosureSource()
