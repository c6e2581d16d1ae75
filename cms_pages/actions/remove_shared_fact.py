from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.guides.permissions import check_keep_fact
from cms_pages.models import SharedFact
from events.record import record


def remove_shared_fact(*, actor: User, fact: SharedFact, now: datetime) -> None:
    """Delete `fact` with its values; the event keeps its name.

    Raises:
        PermissionDenied: it is another body's.
        ValidationError: a published guide shows it.
    """
    check_keep_fact(actor, fact.body)
    try:
        with transaction.atomic():
            record(
                actor=actor,
                verb="shared_fact.removed",
                instance=fact,
                body_id=fact.body_id,
                area_paths=[fact.body.area.path],
                changes={"name": [fact.name, None]},
                is_tombstone=True,
                now=now,
            )
            fact.delete()
    except ProtectedError:
        raise ValidationError(_("“%s”还有指南在引用，不能删除。") % fact) from None
