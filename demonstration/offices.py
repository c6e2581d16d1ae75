"""Telephone numbers, addresses and opening hours of all bodies; made up, and recognisable as such."""

from datetime import time
from typing import Final

from communities.choices import BodyKind, CommunityKind, ContactKind
from communities.models import Body, ContactFact, OpeningRule, OpeningSchedule
from demonstration.places import dialling_code, stem_of

SHOWN_KINDS: Final = (
    BodyKind.DISTRICT_OFFICE,
    BodyKind.STREET_OFFICE,
    BodyKind.COMMITTEE,
    BodyKind.DEPARTMENT,
)
WORKDAYS: Final = 0b0011111
SATURDAY: Final = 0b0100000
# Every so many committees one opens on Saturday mornings, too, as many do.
SATURDAY_EVERY: Final = 5
BATCH: Final = 500


def load_offices() -> int:
    """Give every body that has no contact fact a number, an address and hours; return how many got them."""
    bodies = list(
        Body.objects.filter(kind__in=SHOWN_KINDS, contact_facts__isnull=True, ended_on__isnull=True)
        # Nobody sits in a community that only statistics know; the street serves it.
        .exclude(kind=BodyKind.COMMITTEE, area__kind=CommunityKind.VIRTUAL)
        .select_related("area")
        .order_by("area__code", "pk")
    )
    first = ContactFact.objects.count()
    ContactFact.objects.bulk_create(
        [fact for number, body in enumerate(bodies, start=first + 1) for fact in _facts(body, number)],
        batch_size=BATCH,
    )
    _load_hours(bodies)
    return len(bodies)


def _facts(body: Body, number: int) -> list[ContactFact]:
    code = dialling_code(body.area)
    facts = [
        ContactFact(
            body=body,
            kind=ContactKind.PHONE,
            label="办公电话",
            value=f"{code}-0000 {number:04d}",
            position=0,
        ),
        ContactFact(body=body, kind=ContactKind.ADDRESS, value=_address(body, number), position=2),
    ]
    if body.kind == BodyKind.COMMITTEE:
        facts.append(
            ContactFact(
                body=body,
                kind=ContactKind.PHONE,
                label="夜间值班",
                value=f"{code}-0000 {number + 5000:04d}",
                position=1,
            )
        )
    return facts


def _address(body: Body, number: int) -> str:
    house = number * 7 % 180 + 1
    if body.kind == BodyKind.COMMITTEE:
        return f"{stem_of(body.area)}{house}号一楼（示例）"
    if body.kind == BodyKind.STREET_OFFICE:
        return f"{stem_of(body.area)}大街{house}号便民服务中心（示例）"
    return f"{body.area.short_name}示例路{house}号（示例）"


def _load_hours(bodies: list[Body]) -> None:
    have = set(OpeningSchedule.objects.filter(is_main=True).values_list("body_id", flat=True))
    schedules = OpeningSchedule.objects.bulk_create(
        [OpeningSchedule(body=body, name="办公时间", is_main=True) for body in bodies if body.pk not in have],
        batch_size=BATCH,
    )
    rules = []
    for number, schedule in enumerate(schedules):
        rules += _rules(
            schedule, weekend=schedule.body.kind == BodyKind.COMMITTEE and not number % SATURDAY_EVERY
        )
    OpeningRule.objects.bulk_create(rules, batch_size=BATCH)


def _rules(schedule: OpeningSchedule, *, weekend: bool) -> list[OpeningRule]:
    rules = [
        OpeningRule(schedule=schedule, weekdays=WORKDAYS, opens=time(9), closes=time(12)),
        OpeningRule(schedule=schedule, weekdays=WORKDAYS, opens=time(13, 30), closes=time(17, 30)),
    ]
    if weekend:
        rules.append(OpeningRule(schedule=schedule, weekdays=SATURDAY, opens=time(9), closes=time(11, 30)))
    return rules
