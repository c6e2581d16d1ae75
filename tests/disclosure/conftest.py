"""A district with its catalogue, and what its committees owe since the beginning of 2026."""

from datetime import date

import pytest

from communities.actions.load_calendar import load_calendar
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.models import DisclosureDuty, DisclosureItem


@pytest.fixture
def owing(district, now):
    """The district on 2026-11-23, its catalogue counted from the beginning of the year."""
    load_calendar(actor=None, now=now, years={2025, 2026})
    DisclosureItem.objects.standard().update(counted_from=date(2026, 1, 1))
    lay_out_duties(actor=None, now=now, since=date(2026, 1, 1))
    return district


@pytest.fixture
def duty_of(owing):
    """A duty by the code of its item and the first day of its period."""

    def find(code: str, starts_on: date, slug: str = "wuyixiang") -> DisclosureDuty:
        return DisclosureDuty.objects.with_names().get(
            item__code=code, starts_on=starts_on, body=owing.body(slug)
        )

    return find
