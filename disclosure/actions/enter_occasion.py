"""Entering that something happened which must be disclosed at once."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Body
from design.formatting import safe_text
from disclosure.choices import CountsFrom, Cycle
from disclosure.clock import DateTable
from disclosure.models import LONGEST_OCCASION, DisclosureDuty, DisclosureItem
from disclosure.periods import Period
from disclosure.permissions import check_disclose_for
from events.record import record

# What happened longer ago is no longer “at once”; a date that far back is a slip.
LONGEST_AGO = timedelta(days=366)


@transaction.atomic
def enter_occasion(
    *, actor: User | None, item: DisclosureItem, body: Body, happened_on: date, occasion: str, now: datetime
) -> DisclosureDuty:
    """Write down that `body` owes a disclosure under `item`, as something happened.

    Args:
        actor: officials of the committee; None for commands.
        item: an item of the committee's catalogue that is disclosed at once.
        body: the committee.
        happened_on: when it happened; the limit runs from there.
        occasion: what happened, in a few words, without anybody's name.
        now: the present moment.

    Raises:
        PermissionDenied: it is not their committee.
        ValidationError: an item of periods, a day to come or long past, no words, or entered already.
    """
    if actor is not None:
        check_disclose_for(actor, body)
    today = timezone.localdate(now)
    occasion = " ".join(safe_text(occasion).split())
    catalogue = DisclosureItem.objects.of_committee(body).in_force(today=today)
    if not catalogue.filter(pk=item.pk, cycle=Cycle.AT_ONCE).exists():
        raise ValidationError({"item": _("这一项不在本单位的即时公开事项里。")})
    if happened_on > today:
        raise ValidationError({"happened_on": _("还没有发生的事项不能登记，请填今天或以前的日期。")})
    if happened_on < today - LONGEST_AGO:
        raise ValidationError({"happened_on": _("发生日期超过一年了，请核对。")})
    if not occasion or len(occasion) > LONGEST_OCCASION:
        raise ValidationError({"occasion": _("请用1到%d个字写明是什么事。") % LONGEST_OCCASION})
    period = Period(happened_on, happened_on)
    dates = DateTable().dates(period, counts_from=CountsFrom.START, limit_days=item.limit_days)
    duty, is_new = DisclosureDuty.objects.get_or_create(
        item=item,
        body=body,
        starts_on=happened_on,
        ends_on=happened_on,
        occasion=occasion,
        defaults={
            "opens_on": dates.opens_on,
            "due_on": dates.due_on,
            "very_late_after": dates.very_late_after,
        },
    )
    if not is_new:
        raise ValidationError({"occasion": _("同一天的这件事已经登记过了。")})
    record(
        actor=actor,
        verb="disclosure_duty.entered",
        instance=duty,
        body_id=body.pk,
        area_paths=[body.area.path],
        changes={"occasion": [None, occasion], "due_on": [None, str(duty.due_on)]},
        now=now,
    )
    return duty
