from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.choices import StaffField
from cms_pages.models import StaffCard, StaffConsent
from cms_pages.staff.permissions import check_own
from communities.models import Membership
from design.formatting import safe_text
from events.record import record
from media.choices import PeopleShown
from media.models import Image


@transaction.atomic
def set_staff_card(
    *,
    actor: User,
    membership: Membership,
    values: Mapping[StaffField, str],
    photo: Any,
    agreed: Collection[StaffField],
    now: datetime,
) -> StaffCard:
    """Keep what a person wrote about themselves for the staff page, and to what of it they agree.

    A consent is for the value that it was given for: another value is another consent. Where the photograph
    is not agreed to any more, it is deleted, as its file had an address of its own. The event says which
    things were agreed to, not what they are.

    Args:
        actor: the person; nobody agrees for somebody else.
        membership: their present office in a committee or street office.
        values: texts by field; without the photograph.
        photo: an uploaded picture that replaces the present one; None to leave it.
        agreed: the fields that may be shown.
        now: the present moment.

    Raises:
        PermissionDenied: it is somebody else's office, or none that a staff page shows.
        ValidationError: the office is over, or something is to be shown that is empty.
    """
    check_own(actor, membership)
    today = timezone.localdate(now)
    row = (
        Membership.objects.current(today=today)
        .select_for_update(of=("self",))
        .select_related("body__area")
        .filter(pk=membership.pk)
        .first()
    )
    if row is None:
        raise ValidationError(_("这项任职已经结束，信息不再显示。"))
    card = StaffCard.objects.get_or_create(membership=row)[0]
    texts = {field: safe_text(text).strip() for field, text in values.items()}
    for field in agreed:
        is_empty = not (photo or card.photo_id) if field == StaffField.PHOTO else not texts.get(field)
        if is_empty:
            raise ValidationError({field.value: _("勾选了公开，但没有填写。")})
    changed = {field for field, text in texts.items() if getattr(card, field.value) != text}
    for field, text in texts.items():
        setattr(card, field.value, text)
    if photo is not None or StaffField.PHOTO not in agreed:
        changed.add(StaffField.PHOTO)
        _replace_photo(card, photo if StaffField.PHOTO in agreed else None, actor, row)
    card.full_clean(exclude=["membership"])
    card.save()
    _keep_consents(card, agreed=set(agreed), changed=changed, now=now)
    record(
        actor=actor,
        verb="staff_card.changed",
        instance=card,
        body_id=row.body_id,
        area_paths=[row.body.area.path],
        changes={"agreed": [None, sorted(field.value for field in agreed)]},
        now=now,
    )
    return card


def _replace_photo(card: StaffCard, photo: Any, actor: User, membership: Membership) -> None:
    old, card.photo = card.photo, None
    if photo is not None:
        card.photo = Image.objects.create(
            title=_("工作人员照片"),
            description=_("工作人员照片"),
            credit=_("本人提供"),
            people=PeopleShown.AGREED,
            file=photo,
            collection=membership.body.collection,
            uploaded_by_user=actor,
        )
    card.save()
    if old is not None:
        old.delete()


def _keep_consents(
    card: StaffCard, *, agreed: set[StaffField], changed: set[StaffField], now: datetime
) -> None:
    present = StaffConsent.objects.filter(card=card, withdrawn_at__isnull=True)
    over = [row.pk for row in present if row.field not in agreed or row.field in changed]
    StaffConsent.objects.filter(pk__in=over).update(withdrawn_at=now)
    held = set(present.values_list("field", flat=True))
    StaffConsent.objects.bulk_create(
        [
            StaffConsent(card=card, field=field.value, given_at=now)
            for field in sorted(agreed)
            if field.value not in held
        ]
    )
