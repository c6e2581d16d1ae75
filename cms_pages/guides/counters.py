"""The district's counters at which a matter is handled, with their hours as they are now."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from cms_pages import page_cache
from communities.models import ContactFact, OpeningSchedule
from communities.opening import hours_of, state_of, weekly_hours

if TYPE_CHECKING:
    from cms_pages.models import GuidePage


def counters_of(guide: "GuidePage", request: HttpRequest, *, now: datetime) -> list[dict[str, Any]]:
    """Return the guide's counters; four queries at the most, and the kept page ends when one opens or
    closes.
    """
    places = list(guide.places.all())
    addresses = (
        ContactFact.objects.public().select_related("body").in_bulk([place.address_id for place in places])
    )
    chosen = OpeningSchedule.objects.filter(
        pk__in=[place.schedule_id for place in places if place.schedule_id]
    )
    schedules = chosen.prefetch_related("rules").in_bulk()
    bodies = {fact.body_id for fact in addresses.values()}
    main = {
        schedule.body_id: schedule
        for schedule in OpeningSchedule.objects.filter(is_main=True, body__in=bodies).prefetch_related(
            "rules"
        )
    }
    counters = []
    for place in places:
        fact = addresses.get(place.address_id)
        if fact is None:
            continue
        schedule = schedules.get(place.schedule_id) or main.get(fact.body_id)
        counter = {
            "name": fact.body.name,
            "window": place.window,
            "address": fact.value,
            "hours": "",
            "opening": None,
        }
        if schedule is not None:
            state = state_of(schedule, now=now)
            page_cache.bound(request, state.changes_at)
            counter["hours"] = "\n".join(
                f"{days} {times}" for days, times in weekly_hours(hours_of(schedule))
            )
            counter["opening"] = {"state": "open" if state.is_open else "closed", "label": state.text}
        counters.append(counter)
    return counters
