from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import User
from cms_pages.tables.finding import place_for_table
from events.record import record
from media.tables.table import Table


@transaction.atomic
def import_table(*, actor: User, page: Page, table: Table, block_id: UUID, now: datetime) -> Revision:
    """Put a checked table at the end of a page's draft; what else is in the draft stays as it is.

    Args:
        actor: an official who may edit the page.
        page: any version of it; its newest draft is what gets the table.
        table: what `media.tables.checking.check` gave.
        block_id: of the new block. A block of that id is not added twice.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may not edit the page, or it is locked for them.
        ValidationError: pages of its type hold no tables.
    """
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    draft = locked.get_latest_revision_as_object()
    rights = draft.permissions_for_user(actor)
    if not rights.can_edit() or rights.page_locked():
        raise PermissionDenied(_("您现在不能修改这个页面，可能正在审核或已被锁定。"))
    place = place_for_table(draft)
    if place is None:
        raise ValidationError(_("这种页面不能放数据表。"))
    field, block = place
    stream = getattr(draft, field)
    if all(child.id != str(block_id) for child in stream):
        stream.append((block, table))
        stream[-1].id = str(block_id)
        revision: Revision = draft.save_revision(user=actor, log_action=True, clean=False)
        record(
            actor=actor,
            verb="table.imported",
            instance=locked,
            body_id=getattr(draft, "body_owner_id", None),
            changes={"table": [None, table.caption]},
            now=now,
        )
        return revision
    return draft.latest_revision
