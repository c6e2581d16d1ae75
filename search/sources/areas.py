"""街道和社区."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy

from communities.choices import LEVELS_WITH_PAGES, BodyKind
from communities.models import Area, AreaAlias, Body, ContactFact
from events.prepared import Prepared, slot
from search.documents import Entry
from search.sources.base import SHOWN_AT_ONCE, Shown, Source, keyed, trees_of
from search.sources.texts import joined
from search.viewing import Viewing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from events.models import Event

RUN_BY = (BodyKind.COMMITTEE, BodyKind.STREET_OFFICE, BodyKind.DISTRICT_OFFICE)
_FACT, _PROFILE, _BODY = "communities.contactfact", "cms_pages.frontpageprofile", "communities.body"


class AreaSource(Source):
    """The district, its streets and communities: by name, former name, estate, road, address and
    telephone.
    """

    kind = "area"
    label = gettext_lazy("街道和社区")
    icon = "map-pin"
    position = 50
    has_meaning = False
    object_kinds = frozenset({"communities.area", _FACT, _PROFILE, _BODY})

    def keys(self) -> list[int]:
        return list(Area.objects.active().with_pages().filter(page__live=True).values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        public = Prefetch("contact_facts", ContactFact.objects.public())
        bodies = Body.objects.filter(kind__in=RUN_BY).prefetch_related(public)
        areas = list(
            Area.objects.active()
            .with_pages()
            .filter(pk__in=pks, page__live=True)
            .select_related("page", "front_page_profile")
            .prefetch_related(
                Prefetch("aliases", AreaAlias.objects.order_by("pk")),
                Prefetch("bodies", bodies, to_attr="running_bodies"),
                Prefetch("children", Area.objects.active().exclude(level__in=LEVELS_WITH_PAGES)),
            )
            .order_by("pk")
        )
        trees = trees_of([area.page for area in areas if area.page])
        for area in areas:
            if area.page is None:
                continue
            yield self._entry(area, trees[area.page.pk]).bounded()

    def _entry(self, area: Area, tree: tuple[int, ...]) -> Entry:
        profile = getattr(area, "front_page_profile", None)
        facts = [fact for body in area.running_bodies for fact in body.contact_facts.all()]  # type: ignore[attr-defined]
        below = " ".join(child.name for child in area.children.all())
        aliases = " ".join(dict.fromkeys(alias.name for alias in area.aliases.all()))
        return Entry(
            kind=self.kind,
            pk=area.pk,
            title=area.short_name,
            keywords=f"{area.name} {aliases} {below}".strip(),
            body=joined(profile.introduction if profile else "", *facts),
            areas=tuple(area.ancestor_ids),
            reach=(area.pk,),
            tree=tree,
        )

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = list(events)
        own = {int(event.object_id) for event in events if event.object_kind == "communities.area"}
        bodies = {event.body_id for event in events if event.object_kind == _FACT and event.body_id}
        bodies |= {int(event.object_id) for event in events if event.object_kind == _BODY}
        profiles = [int(event.object_id) for event in events if event.object_kind == _PROFILE]
        found = Q(bodies__in=bodies, bodies__kind__in=RUN_BY) | Q(front_page_profile__in=profiles)
        above = Area.objects.filter(pk__in=own).values_list("parent", flat=True)
        return {*own, *filter(None, above), *Area.objects.filter(found).values_list("pk", flat=True)}

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        areas = _shown(**keyed(pks)) if len(pks) <= SHOWN_AT_ONCE else _with_pages().filter(pk__in=pks)
        return {
            area.pk: Shown(
                title=area.short_name,
                url=viewing.address(area.page),
                area=area.parent.short_name if area.parent else "",
            )
            for area in areas
            if area.page is not None and viewing.is_open(area.page)
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        areas = Area.objects.active().with_pages().filter(page__live=True)
        for word in words:
            areas = areas.filter(name__icontains=word)
        return list(areas.order_by("path").values_list("pk", flat=True)[:most])


def _with_pages() -> "QuerySet[Area]":
    return Area.objects.active().filter(page__live=True).select_related("page", "parent").order_by()


_shown: Final = Prepared(
    lambda: _with_pages().filter(pk__in=[slot(f"key{place}") for place in range(SHOWN_AT_ONCE)])
)
SOURCE = AreaSource()
