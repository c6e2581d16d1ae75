"""工作人员: who does what in a committee or street office, one document for each staff page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.models import StaffDuty
from cms_pages.staff.display import duty_rows
from cms_pages.staff.permissions import STAFFED_KINDS
from communities.choices import AreaState
from communities.models import Body
from search.documents import Entry
from search.sources.base import Shown, Source, trees_of
from search.viewing import Viewing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from events.models import Event

_BODY: Final = "communities.body"


class StaffSource(Source):
    """Duties, their places and telephones; of persons only what they agreed to show, as the staff page has
    it.
    """

    kind = "staff"
    label = gettext_lazy("工作人员")
    icon = "id-card"
    position = 55
    weight = 0.9
    object_kinds = frozenset({"cms_pages.staffduty", "cms_pages.staffcard", "communities.membership", _BODY})

    def _bodies(self) -> "QuerySet[Body]":
        return (
            Body.objects.current(today=timezone.localdate())
            .filter(
                kind__in=STAFFED_KINDS,
                staff_duties__isnull=False,
                area__state=AreaState.ACTIVE,
                area__page__live=True,
            )
            .select_related("area__page")
            .distinct()
        )

    def keys(self) -> list[int]:
        return list(self._bodies().order_by("pk").values_list("pk", flat=True))

    def entries(self, pks: Collection[int]) -> Iterator[Entry]:
        bodies = list(self._bodies().filter(pk__in=pks).order_by("pk"))
        duties: defaultdict[int, list[StaffDuty]] = defaultdict(list)
        for duty in StaffDuty.objects.shown_for_all(bodies, today=timezone.localdate()):
            duties[duty.body_id].append(duty)
        trees = trees_of([body.area.page for body in bodies if body.area.page])
        for body in bodies:
            if body.area.page is None:
                continue
            yield Entry(
                kind=self.kind,
                pk=body.pk,
                title=_title(body),
                keywords=f"{_('网格员 负责人 找谁')} {body.name}",
                body="\n".join(map(_line, duty_rows(duties[body.pk]))),
                areas=tuple(body.area.ancestor_ids),
                reach=(body.area_id,),
                department=body.pk,
                tree=trees[body.area.page.pk],
            ).bounded()

    def affected(self, events: "Iterable[Event]") -> set[int]:
        events = list(events)
        found = {int(event.object_id) for event in events if event.object_kind == _BODY}
        return found | {event.body_id for event in events if event.object_kind != _BODY and event.body_id}

    def shown(self, pks: Sequence[int], viewing: Viewing) -> dict[int, Shown]:
        return {
            body.pk: Shown(
                title=_title(body),
                url=f"{viewing.address(body.area.page)}staff/",
                area=body.area.short_name,
                owner=body.name,
            )
            for body in self._bodies().filter(pk__in=pks)
            if body.area.page is not None and viewing.is_open(body.area.page)
        }

    def titled(self, words: Sequence[str], *, now: datetime, most: int) -> list[int]:
        bodies = self._bodies()
        for word in words:
            bodies = bodies.filter(staff_duties__title__icontains=word)
        return list(bodies.order_by("pk").values_list("pk", flat=True)[:most])


def _title(body: Body) -> str:
    return _("%(area)s工作人员") % {"area": body.area.short_name}


def _line(row: dict[str, Any]) -> str:
    return " ".join(filter(None, (row["title"], row["work"], row["name"], *row["phones"], *row["places"])))


SOURCE = StaffSource()
