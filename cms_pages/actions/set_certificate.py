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
def set_certificate(
    *, actor: User | None, certificate: CommitteeCertificate, now: datetime
) -> CommitteeCertificate:
    """Add a line to the district's list of certificates, or change one.

    Args:
        actor: a district administrator; None for the demonstration.
        certificate: the line with its new values, saved or not.
        now: the present moment.

    Raises:
        PermissionDenied: the list is not the actor's to keep.
        ValidationError: by field, where something is missing, or the name is on the list already.
    """
    if actor is not None and not can_manage_district(actor):
        raise PermissionDenied(_("社区证明清单由区里统一维护。"))
    is_new = certificate.pk is None
    before = None if is_new else CommitteeCertificate.objects.get(pk=certificate.pk)
    certificate.full_clean()
    certificate.save()
    changes = {
        field: [getattr(before, field, None), getattr(certificate, field)]
        for field in ("name", "stance", "purpose", "instead", "source", "source_url", "guide_id", "position")
        if getattr(before, field, None) != getattr(certificate, field)
    }
    if changes:
        record(
            actor=actor,
            verb="certificate.added" if is_new else "certificate.changed",
            instance=certificate,
            area_paths=Area.objects.filter(level="district").values_list("path", flat=True),
            changes=changes,
            now=now,
        )
    return certificate
