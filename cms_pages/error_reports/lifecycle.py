"""Open reports of an area that is abolished go on to whoever takes over."""

from django.utils import timezone

from cms_pages.actions.hand_over_error_reports import hand_over_error_reports
from communities.lifecycle import Observer, registry
from communities.models import Area


def _area_abolished(area: Area, successor: Area | None) -> None:
    hand_over_error_reports(actor=None, area=area, successor=successor, now=timezone.now())


registry.register("error_reports")(Observer(area_abolished=_area_abolished))
