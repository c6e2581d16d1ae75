from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from accounts.models import User
from cms_pages.tables.finding import stream_at
from events.record import record
from media.tables.table import Table


@transaction.atomic
def import_table(
    *, actor: User, page: Page, place: str, table: Table, block_id: UUID, now: datetime
) -> Revision:
    """Put a checked table into a page's draft; what else is in the draft stays as it is.

    It comes after what is there, or takes the place of a table in which nothing has been written yet.

    Args:
        actor: an official who may edit the page.
        page: any version of it; its newest draft is what gets the table.
        place: key of one of `places_for_tables`.
        table: what `media.tables.checking.check` gave.
        block_id: of the new block. A block of that id is not added twice.
        now: the present moment.

    Raises:
        PermissionDenied: `actor` may not edit the page, or it is locked for them.
        ValidationError: the draft has no such place (any more).
    """
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    draft = locked.get_latest_revision_as_object()
    rights = draft.permissions_for_user(actor)
    if not rights.can_edit() or rights.page_locked():
        raise PermissionDenied(_("您现在不能修改这个页面，可能正在审核或已被锁定。"))
    found = stream_at(draft, place)
    if found is None:
        raise ValidationError(_("草稿里已经没有这个位置，请重新选择放在哪里。"))
    stream, name = found
    if all(child.id != str(block_id) for child in stream):
        blank = next((at for at, child in enumerate(stream) if _is_blank(child, name)), None)
        if blank is not None:
            del stream[blank]
        stream.insert(len(stream) if blank is None else blank, (name, table, str(block_id)))
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


def _is_blank(child: Any, name: str) -> bool:
    if child.block_type != name:
        return False
    return child.value is None or not any(cell not in (None, "") for row in child.value.rows for cell in row)
