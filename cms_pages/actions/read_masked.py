"""Reading what was masked, which is written down."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.disclosures.permissions import can_read_masked
from cms_pages.models import DisclosureMask
from events.record import record


@transaction.atomic
def read_masked(*, actor: User, mask: DisclosureMask, now: datetime) -> str:
    """Return the words that were masked (or the file's title), and record who read them or had the file.

    Args:
        actor: the committee's director, its street, or the district.
        mask: the mask.
        now: the present moment.

    Raises:
        PermissionDenied: they have no such role there.
    """
    if not can_read_masked(actor, mask):
        raise PermissionDenied(_("隐去的内容只有公开单位的主任、街道和区级管理员可以查阅。"))
    record(
        actor=actor,
        verb="disclosure_mask.read",
        instance=mask,
        body_id=mask.page.body_owner_id,
        now=now,
    )
    return str(mask.text or mask.file)
