"""What is shown of whoever does a duty: only what they agreed to, and only while they hold the office."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms_pages.choices import StaffField

if TYPE_CHECKING:
    from cms_pages.models import StaffDuty


def duty_row(duty: "StaffDuty") -> dict[str, Any]:
    """Return what templates show of `duty`, read by `StaffDutyQuerySet.shown_for` or `responsible_for`."""
    member = duty.member
    card = getattr(member, "staff_card", None) if member is not None else None
    agreed = {consent.field for consent in card.consents.all()} if card is not None else set()

    def shown(field: StaffField) -> Any:
        return getattr(card, field.value) if card is not None and field.value in agreed else ""

    return {
        "pk": duty.pk,
        "title": duty.title,
        "work": duty.work,
        "name": shown(StaffField.NAME) or ("" if member is not None else _("暂缺")),
        "photo": shown(StaffField.PHOTO) or None,
        "phones": [number for number in (shown(StaffField.PHONE), duty.phone) if number],
        "hours": shown(StaffField.HOURS),
        "places": [place.name for place in duty.places.all()],
    }


def duty_rows(duties: "Iterable[StaffDuty]") -> list[dict[str, Any]]:
    """Return the rows of several duties."""
    return [duty_row(duty) for duty in duties]
