from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from events.record import record
from forum.enquiries import can_keep_categories
from forum.models import EnquiryCategory


@transaction.atomic
def set_enquiry_category(
    *, actor: User | None, settings: dict[str, Any], now: datetime, category: EnquiryCategory | None = None
) -> EnquiryCategory:
    """Add a category, or change `category`; deadlines of what was received before stay.

    Args:
        actor: a district administrator; None for the demonstration and the first start.
        settings: a value for each field of the category.
        now: the present moment.
        category: the row to change; None adds one.

    Raises:
        PermissionDenied: they don't keep the categories.
        ValidationError: the name is taken, or the days don't fit.
    """
    if actor is not None and not can_keep_categories(actor):
        raise PermissionDenied
    row = category or EnquiryCategory()
    for name, value in settings.items():
        setattr(row, name, value)
    if not 1 <= row.working_days <= 60:
        raise ValidationError({"working_days": _("请填1到60个工作日。")})
    if EnquiryCategory.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        raise ValidationError({"name": _("已有同名的类别。")})
    row.save()
    verb = "enquiry_category.changed" if category is not None else "enquiry_category.added"
    record(actor=actor, verb=verb, instance=row, now=now)
    return row
