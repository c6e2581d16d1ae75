"""Sections of a document in a disclosure's draft."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage
from wagtail.rich_text import RichText

from media.tables.table import Table

if TYPE_CHECKING:
    from accounts.models import User
    from cms_pages.models import DisclosurePage


def put_sections(page: "DisclosurePage", sections: dict[str, list[dict[str, Any]]], *, actor: "User") -> None:
    """Put blocks into the draft's sections of those names; what somebody has written there stays.

    Raises:
        PermissionDenied: `actor` may not change the draft now.
    """
    draft = page.get_latest_revision_as_object()
    rights = draft.permissions_for_user(actor)
    if not rights.can_edit() or rights.page_locked():
        raise PermissionDenied(_("这一项的草稿正在审核或已被锁定，现在不能导入。"))
    raw = [dict(block) for block in draft.content.get_prep_value()]
    by_name = {block["value"]["name"]: block for block in raw if block["type"] == "section"}
    written = {
        section.value["name"]: [block for block in section.value["content"] if not _is_blank(block.value)]
        for section in draft.content
    }
    for name, blocks in sections.items():
        if name in by_name:
            ids = {block.id for block in written[name]}
            kept = [block for block in by_name[name]["value"]["content"] if block["id"] in ids]
            by_name[name]["value"]["content"] = [*kept, *blocks]
        else:
            raw.append({"type": "section", "id": str(uuid4()), "value": {"name": name, "content": blocks}})
    draft.content = raw
    draft.save_revision(user=actor, log_action=True, clean=False)


def _is_blank(value: Any) -> bool:
    """Return whether nothing has been written into a block yet."""
    if isinstance(value, Table):
        return not any(cell not in (None, "") for row in value.rows for cell in row)
    if isinstance(value, RichText):
        return not strip_tags(value.source).strip()
    return not isinstance(value, AbstractImage)
