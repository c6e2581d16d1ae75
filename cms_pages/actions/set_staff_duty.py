from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import StaffDuty
from cms_pages.staff.permissions import STAFF_ROLES, check_edit_body
from communities.choices import Level
from communities.models import Area, Body, Membership
from design.formatting import safe_text
from events.record import record


@transaction.atomic
def set_staff_duty(
    *,
    actor: User,
    body: Body,
    title: str,
    work: str,
    phone: str,
    places: Iterable[Area],
    member: Membership | None,
    position: int,
    now: datetime,
    duty: StaffDuty | None = None,
) -> StaffDuty:
    """Add a duty to `body`, or change `duty`. It says nothing about the person but who it is; what of them is
    shown is theirs to say (`set_staff_card`).

    Args:
        actor: an official of the body, or of the district.
        body: a committee or street office.
        title: what the duty is called.
        work: what one comes for; may be empty.
        phone: the office's number for it; may be empty.
        places: grids and estates within the body's area.
        member: who does it; None while nobody does.
        position: its place in the list.
        now: the present moment.
        duty: the duty to change; a new one where it is None.

    Raises:
        PermissionDenied: another body's.
        ValidationError: no title, a place elsewhere, or somebody who does not work there.
    """
    check_edit_body(actor, body)
    places = list(places)
    title, work, phone = (safe_text(text).strip() for text in (title, work, phone))
    if not title:
        raise ValidationError({"title": _("请填写分工。")})
    if any(
        place.level not in (Level.GRID, Level.ESTATE) or not place.path.startswith(body.area.path)
        for place in places
    ):
        raise ValidationError({"places": _("只能选本辖区的网格和小区。")})
    today = timezone.localdate(now)
    if (
        member is not None
        and not Membership.objects.current(today=today)
        .filter(pk=member.pk, body=body, role__in=STAFF_ROLES)
        .exists()
    ):
        raise ValidationError({"member": _("这个人现在不在本单位任职。")})
    row = duty or StaffDuty(body=body)
    before = {"title": row.title, "member": row.member_id} if duty else {"title": None, "member": None}
    row.title, row.work, row.phone, row.member, row.position = title, work, phone, member, position
    row.full_clean()
    row.save()
    row.places.set(places)
    record(
        actor=actor,
        verb="staff_duty.changed" if duty else "staff_duty.added",
        instance=row,
        body_id=body.pk,
        area_paths=[body.area.path],
        changes={
            "title": [before["title"], row.title],
            "member": [before["member"], row.member_id],
        },
        now=now,
    )
    return row
