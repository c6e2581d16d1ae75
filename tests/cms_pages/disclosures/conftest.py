"""乌衣巷, which owes disclosures, with its people."""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import User
from communities.actions.load_calendar import load_calendar
from communities.choices import Role
from communities.models import Body
from disclosure.actions.lay_out_duties import lay_out_duties
from disclosure.models import DisclosureDuty, DisclosureItem
from tests.factories.district import District


@dataclass
class Scene:
    """The committee, what it owes for the third quarter's money, and who is there."""

    district: District
    body: Body
    duty: DisclosureDuty
    worker: User
    supervisor: User
    resident: User


@pytest.fixture
def scene(district, official, now):
    """On 2026-11-23."""
    load_calendar(actor=None, now=now, years={2026, 2027})
    DisclosureItem.objects.standard().exclude(code__in=["income-expenditure", "opinions"]).delete()
    DisclosureItem.objects.update(counted_from=date(2026, 7, 1))
    lay_out_duties(actor=None, now=now, since=date(2026, 7, 1))
    body = district.body("wuyixiang")
    return Scene(
        district=district,
        body=body,
        duty=DisclosureDuty.objects.with_names().get(
            item__code="income-expenditure", starts_on=date(2026, 7, 1), body=body
        ),
        worker=official(Role.COMMITTEE_WORKER, body, username="worker"),
        supervisor=official(Role.SUPERVISOR, body, username="supervisor", nickname="秦淮老监督"),
        resident=official(Role.RESIDENT, body, username="resident"),
    )
