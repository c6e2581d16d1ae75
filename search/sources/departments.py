"""机关部门."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy

from communities.choices import BodyKind
from communities.models import Body, BodyPage, ContactFact
from search.documents import Entry
from search.sources.base import Shown, Source, trees_of
from search.sources.texts import joined
from search.viewing import Viewing

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from wagtail.models import Page

    from events.models import Event

_FACT = "communities.contactfact"


class DepartmentSource(Source):
    """Departments of the district: name, telephones, address. Each leads to its guides, else to its
    notices.
    """

    kind = "department"
    label = gettext_lazy("机关部门")
    icon = "landmark"
    position = 60
    object_kinds = frozenset({"communities.body", _FACT})

    def _bodies(self) -> "QuerySet[Body]":
        pages = Prefetch("body_pages", BodyPage.objects.select_related("page__content_type").order_by("pk"))
        return (
            Body.objects.current(today=timezone.localdate())
            .filter(kind=BodyKind.DEPARTMENT)
            .select_related("area")
            .prefetch_related(pages, Prefetch("contact_facts", ContactFact.objects.public()))
        )

    def keys(self) -> list[int]:
        return list(self._bodies().order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        bodies = [
            (body, page)
            for body in self._bodies().filter(pk__in=pks).order_by("pk")
            if (page := _page_of(body))
        ]
        trees = trees_of([page for _body, page in bodies])
        for body, page in bodies:
            yield Entry(
                kind=self.kind,
                pk=body.pk,
                title=body.name,
                keywords=body.short_name,
                body=joined(*body.contact_facts.all()),
                areas=tuple(body.area.ancestor_ids),
                reach=(body.area_id,),
                department=body.pk,
                tree=trees[page.pk],
            ).bounded()

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = list(events)
        keys = {int(event.object_id) for event in events if event.object_kind == "communities.body"}
        return keys | {event.body_id for event in events if event.object_kind == _FACT and event.body_id}

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        found = {}
        for body in self._bodies().filter(pk__in=pks):
            page = _page_of(body)
            if page is not None and viewing.is_open(page):
                found[body.pk] = Shown(title=body.name, url=viewing.address(page), area=body.area.short_name)
        return found

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        bodies = self._bodies()
        for word in words:
            bodies = bodies.filter(name__icontains=word)
        return list(bodies.order_by("pk").values_list("pk", flat=True)[:most])


def _page_of(body: Body) -> "Page | None":
    """Return the page that a department is found at."""
    live = {row.page.cached_content_type.model: row.page for row in body.body_pages.all() if row.page.live}
    return live.get("departmentguidespage") or next(iter(live.values()), None)


SOURCE = DepartmentSource()
