"""Setting how long columns may stand, and how many stale ones fail the site."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities import inspection
from communities.choices import Level
from communities.models import Area, InspectionLimit
from communities.models.inspection import HIGHEST_LIMIT
from communities.permissions import can_manage_district
from events.record import record


def set_inspection_limits(*, actor: User, limits: Mapping[str, int], now: datetime) -> int:
    """Set those limits; return how many changed. They hold from the next inspection on.

    Args:
        actor: who sets them, an administrator of the district.
        limits: days, or numbers of columns, by key of `communities.inspection`.
        now: the present moment.

    Raises:
        PermissionDenied: the actor does not keep the district.
        ValidationError: an unknown key, or a number out of range, named by its key.
    """
    if not can_manage_district(actor):
        raise PermissionDenied(_("只有区级管理员可以修改自查限值。"))
    present = inspection.limits()
    for key, value in limits.items():
        if key not in present:
            raise ValidationError(_("没有这个自查项目。"))
        if not 1 <= value <= HIGHEST_LIMIT:
            raise ValidationError({key: _("请填1到%(most)d之间的整数。") % {"most": HIGHEST_LIMIT}})
    changed = {key: value for key, value in limits.items() if present[key] != value}
    if not changed:
        return 0
    with transaction.atomic():
        for key, value in changed.items():
            InspectionLimit.objects.update_or_create(key=key, defaults={"value": value})
        record(
            actor=actor,
            verb="inspection.limits_set",
            instance=Area.objects.get(level=Level.DISTRICT),
            changes={key: [present[key], value] for key, value in changed.items()},
            now=now,
        )
    return len(changed)
