"""What this app does when areas come or go, and when the calendar of working days is entered."""

from collections.abc import Sequence

from django.utils import timezone

from communities import calendar
from communities.lifecycle import Observer, registry
from communities.models import Area
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.actions.seed_standard_catalogue import seed_standard_catalogue
from disclosure.models import DisclosureDuty
from events.consumers import register
from events.models import Event


def _areas_added(_areas: Sequence[Area]) -> None:
    seed_standard_catalogue(actor=None, counted_from=timezone.localdate())


def _area_abolished(area: Area, _successor: Area | None) -> None:
    """Nothing new is owed by a community that is no more; what it met or missed stays in the records."""
    today = timezone.localdate()
    DisclosureDuty.objects.unmet().filter(body__area=area, due_on__gte=today).delete()


registry.register("disclosure")(Observer(areas_added=_areas_added, area_abolished=_area_abolished))


@register("disclosure_duties", wants=lambda event: event.verb == "calendar.set")
def count_anew(event: Event) -> None:
    """Give unmet duties the dates that the new arrangement of holidays says."""
    # This process may have read the calendar just before it changed.
    calendar.forget()
    lay_out_duties(actor=None, now=event.at)
