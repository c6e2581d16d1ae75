"""Choosing of which columns of which areas one is told what is new."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Area
from notifications.models import Subscription
from notifications.subscribing import MOST_AREAS, columns


def set_subscriptions(*, actor: User, chosen: Mapping[Area, set[str]], now: datetime) -> None:
    """Keep what the actor chose for these areas, and leave other areas as they are; twice is as good as once.

    No event is recorded: what somebody wants to read is their own business.

    Args:
        actor: whose subscriptions they are.
        chosen: for each area, the keys of its columns that are wanted.
        now: the present moment.

    Raises:
        ValidationError: a column does not exist, or it would be more than `MOST_AREAS` areas.
    """
    wanted = [(area, column) for area, keys in chosen.items() for column in sorted(keys)]
    if any(columns.get(column) is None for _area, column in wanted):
        raise ValidationError(_("没有这个栏目。"), code="unknown")
    with transaction.atomic():
        # Two forms sent at once wait for each other here, so that they can't pass the limit together.
        User.objects.select_for_update().get(pk=actor.pk)
        mine = Subscription.objects.filter(user=actor)
        for area, keys in chosen.items():
            mine.filter(area=area).exclude(column__in=keys).delete()
        Subscription.objects.bulk_create(
            [Subscription(user=actor, area=area, column=column) for area, column in wanted],
            ignore_conflicts=True,
        )
        if mine.order_by().values("area").distinct().count() > MOST_AREAS:
            raise ValidationError(
                _("最多订阅%(most)s个地方。请先退订几个不常看的。"),
                code="too_many",
                params={"most": MOST_AREAS},
            )
