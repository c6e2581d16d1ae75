from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.models import CommitteeCertificate
from communities.models import Area
from communities.permissions import can_manage_district
from events.record import record


@transaction.atomic
def remove_certificate(*, actor: User, certificate: CommitteeCertificate, now: datetime) -> None:
    """Take a line off the district's list of certificates.

    Raises:
        PermissionDenied: the list is not the actor's to keep.
    """
    if not can_manage_district(actor):
        raise PermissionDenied(_("社区证明清单由区里统一维护。"))
    record(
        actor=actor,
        verb="certificate.removed",
        instance=certificate,
        area_paths=Area.objects.filter(level="district").values_list("path", flat=True),
        changes={"name": [certificate.name, None]},
        is_tombstone=True,
        now=now,
    )
    certificate.delete()
