"""便民服务."""

from typing import Any

from django.utils.translation import gettext_lazy

from cms_pages.choices import ServiceStatus
from cms_pages.models import ServicePage
from cms_pages.services.words import fee_words
from search.documents import Entry
from search.sources.base import PageSource, Shown
from search.sources.texts import joined
from search.viewing import Viewing


class ServiceSource(PageSource):
    """Services for residents."""

    kind = "service"
    label = gettext_lazy("便民服务")
    icon = "store"
    position = 30
    weight = 1.1
    model = ServicePage

    def prepared(self, pages: Any) -> Any:
        return pages.select_related(
            "area", "body_owner__area", "provider__area", "category"
        ).prefetch_related("served_areas", "contacts")

    def entry(self, page: Any, tree: tuple[int, ...]) -> Entry:
        served = tuple(row.area_id for row in page.served_areas.all())
        return Entry(
            kind=self.kind,
            pk=page.pk,
            title=page.title,
            body=self.body(page),
            keywords=str(page.category or ""),
            areas=tuple(page.area.ancestor_ids),
            reach=served or (page.area_id,),
            department=page.body_owner_id,
            date=page.last_published_at or page.first_published_at,
            tree=tree,
        )

    def body(self, page: Any) -> str:
        phones = " ".join(fact.value for fact in page.contacts.all() if fact.is_public)
        return joined(
            page.summary,
            page.description,
            page.provider_words,
            page.eligibility,
            fee_words(page.fee_kind, page.fee_fen, page.fee_text),
            page.documents,
            page.address,
            page.opening_note,
            page.area.short_name,
            phones,
        )

    def look(self, page: Any, viewing: Viewing) -> Shown:
        status = page.status_at(viewing.now)
        badges = () if status is ServiceStatus.NORMAL else ({"state": "late", "label": str(status.label)},)
        shown = super().look(page, viewing)
        return Shown(title=shown.title, url=shown.url, area=shown.area, owner=shown.owner, badges=badges)


SOURCE = ServiceSource()
