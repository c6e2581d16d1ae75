"""意见征集."""

from typing import Any

from django.utils.translation import gettext_lazy

from cms_pages.choices import ConsultationState
from cms_pages.models import ConsultationPage
from search.documents import Entry
from search.sources.base import PageSource, Shown
from search.sources.texts import joined, stream_text
from search.viewing import Viewing


class ConsultationSource(PageSource):
    """What residents are asked about, and what was made of it; not what they said."""

    kind = "consultation"
    label = gettext_lazy("意见征集")
    icon = "vote"
    position = 22
    half_life = 180
    model = ConsultationPage
    look_texts = frozenset({"outcome_summary"})

    def entry(self, page: Any, tree: tuple[int, ...]) -> Entry:
        return Entry(
            kind=self.kind,
            pk=page.pk,
            title=page.title,
            body=self.body(page),
            keywords="意见征集 征求意见",
            areas=tuple(page.area.ancestor_ids),
            reach=(page.area_id,),
            department=page.body_owner_id,
            date=page.listed_from or page.first_published_at,
            ends=page.closes_at,
            tree=tree,
        )

    def body(self, page: Any) -> str:
        return joined(
            page.summary,
            stream_text(page.content),
            page.asked,
            stream_text(page.questions),
            page.outcome_summary,
            stream_text(page.outcome_points),
        )

    def look(self, page: Any, viewing: Viewing) -> Shown:
        state = page.state_at(viewing.now)
        badge = {
            "state": "info" if state in (ConsultationState.OPEN, ConsultationState.COMING) else "closed",
            "label": str(state.label),
        }
        shown = super().look(page, viewing)
        return shown.badged(badge)


SOURCE = ConsultationSource()
