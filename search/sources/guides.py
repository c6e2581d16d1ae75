"""办事指南."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cms_pages.guides.words import STREAMS, TEXTS, fill, references_in
from cms_pages.models import GuidePage, SharedFact
from search.documents import Entry
from search.sources.base import PageSource
from search.sources.texts import joined, stream_text

if TYPE_CHECKING:
    from events.models import Event

_SHARED_FACT = "cms_pages.sharedfact"


class GuideSource(PageSource):
    """Guides: all their elements, the figures in them, and the words that residents say."""

    kind = "guide"
    label = gettext_lazy("办事指南")
    icon = "clipboard-list"
    position = 10
    weight = 1.25
    model = GuidePage
    object_kinds = frozenset({_SHARED_FACT})

    def prepared(self, pages: Any) -> Any:
        return pages.select_related("area", "body_owner").prefetch_related("life_events", "places__address")

    def load(self, pages: Sequence[Any]) -> None:
        names = {name for page in pages for name in references_in(page)}
        values = SharedFact.objects.values_on(timezone.localdate(), names=names) if names else {}
        for page in pages:
            page.figures = values

    def entry(self, page: Any, tree: tuple[int, ...]) -> Entry:
        events = " ".join(str(event) for event in page.life_events.all())
        return Entry(
            kind=self.kind,
            pk=page.pk,
            title=page.title,
            body=self.body(page),
            keywords=f"{page.keywords} {events}".strip(),
            areas=tuple(page.area.ancestor_ids),
            reach=(page.area_id,),
            department=page.body_owner_id,
            date=page.last_published_at or page.first_published_at,
            tree=tree,
        )

    def body(self, page: Any) -> str:
        places = "\n".join(f"{place.address.value} {place.window}" for place in page.places.all())
        texts = (getattr(page, name) for name in TEXTS)
        streams = (stream_text(getattr(page, name)) for name in STREAMS)
        return fill(joined(*texts, *streams, page.body_owner, places), page.figures)

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = list(events)
        found = super().affected(event for event in events if event.object_kind != _SHARED_FACT)
        names = [event.object_label for event in events if event.object_kind == _SHARED_FACT]
        if names:
            mentioned = Q()
            for name in set(names):
                mentioned |= Q(search_text__contains=f"[[{name}]]")
            found |= set(GuidePage.objects.filter(mentioned).values_list("pk", flat=True))
        return found


SOURCE = GuideSource()
