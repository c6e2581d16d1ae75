"""Taking personal data out of a disclosure, everywhere, for a public reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cms_pages.disclosures.masking import (
    CellEraser,
    Eraser,
    FileEraser,
    PictureEraser,
    WordEraser,
    described,
)
from cms_pages.disclosures.permissions import can_mask
from cms_pages.disclosures.put_away import put_away
from cms_pages.disclosures.stored import Patch, copies_of, patches
from cms_pages.models import DisclosureMask, DisclosurePage
from cms_pages.models.disclosures.mask import LONGEST_MASKED, LONGEST_REASON
from cms_pages.tables.finding import tables_of
from design.formatting import safe_text
from events.record import record
from media.models import Document, Image
from media.tables.masking import Place, cell_at
from media.tables.table import Table
from media.tables.values import MASKED

# Shorter words would be taken out of others, too.
SHORTEST = 2

# By the id of a block: its table as it is now, and what of it is meant.
Cells = dict[str, tuple[Table, list[Place]]]


@transaction.atomic
def mask_disclosure(
    *,
    actor: User,
    page: DisclosurePage,
    reason: str,
    now: datetime,
    text: str = "",
    document: Document | None = None,
    picture: Image | None = None,
    cells: Sequence[tuple[str, Place]] = (),
) -> DisclosureMask:
    """Take `text`, `document`, `picture` or `cells` out of all that is stored of the page and beside it.

    Only the mask's own row keeps what it was, and for thirty days what is needed to take it back
    (`lift_mask`).

    Args:
        actor: officials of the committee, of its street, or of the district.
        page: a disclosure that was public.
        reason: why, which everybody reads; not what.
        now: the present moment.
        text: the exact words; or
        document: a file that goes with the page; or
        picture: one in it, in whose place the reason stands from now on; or
        cells: of its tables, each by the id of the table's block and its place there. Another cell may have
            to go with one (`media.tables.masking`).

    Raises:
        PermissionDenied: it is another committee's.
        ValidationError: no reason, not exactly one of the four, what is nowhere in it, or a reason that
            tells it.
    """
    if not can_mask(actor, page):
        raise PermissionDenied(_("您不能隐去“%(page)s”里的内容。") % {"page": page})
    text, reason = safe_text(text).strip(), safe_text(reason).strip()
    pages = DisclosurePage.objects.select_for_update(of=("self",)).select_related("area", "duty")
    kept = pages.get(pk=page.pk)
    meant = _meant(kept, cells)
    _check([text, document, picture, cells], text, cells, meant, reason)
    changed = _erase(kept, _eraser(text, document or picture, meant, reason))
    if not changed:
        raise ValidationError({"text": _("这项公开里没有找到要隐去的内容，请照原文填写，一个字也不能差。")})
    mask = DisclosureMask(
        page=kept,
        text=text or described(meant),
        document=document,
        picture=picture,
        reason=reason,
        masked_by=actor,
        masked_at=now,
    )
    if mask.file is not None:
        mask.folder_id = put_away(mask.file)
    mask.remember(changed)
    mask.save()
    record(
        actor=actor,
        verb="disclosure_mask.added",
        instance=mask,
        body_id=kept.body_owner_id,
        area_paths=[kept.area.path],
        changes={"reason": [None, reason], "places": [None, len(changed)]},
        now=now,
    )
    return mask


def _meant(page: DisclosurePage, cells: Iterable[tuple[str, Place]]) -> Cells:
    """Return the tables of the page in which those cells stand, and where; what is empty or masked is left
    out.
    """
    tables = dict(tables_of(page))
    meant: Cells = {}
    for block, place in cells:
        table = tables.get(block)
        if table is not None and cell_at(table, place) not in (None, MASKED):
            meant.setdefault(block, (table, []))[1].append(place)
    return meant


def _check(
    given: Sequence[Any],
    text: str,
    cells: Sequence[tuple[str, Place]],
    meant: Cells,
    reason: str,
) -> None:
    if not reason or len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("请用1到%d个字写明理由。") % LONGEST_REASON})
    if sum(map(bool, given)) != 1:
        said = _("填写要隐去的文字，或者选一个附件、一张图片，或者勾选表格里的格，只选一样。")
        raise ValidationError({"text": said})
    if text and not SHORTEST <= len(text) <= LONGEST_MASKED:
        limits = {"least": SHORTEST, "most": LONGEST_MASKED}
        raise ValidationError({"text": _("要隐去的文字要有%(least)d到%(most)d个字。") % limits})
    if cells and sum(len(places) for _table, places in meant.values()) != len(set(cells)):
        raise ValidationError({"cells": _("表格刚刚改过，请重新勾选。")})
    told = text and text in reason
    for table, places in meant.values():
        told = told or any(
            value in reason
            for place in places
            for value in [str(table.as_raw().rows[place[0] - 1][place[1]]) if place[0] > 0 else ""]
            if len(value) >= SHORTEST
        )
    if told:
        raise ValidationError({"reason": _("理由会公开，里面不要写要隐去的内容。")})


def _eraser(text: str, file: Document | Image | None, meant: Cells, reason: str) -> Eraser:
    if isinstance(file, Image):
        return PictureEraser(file.pk, reason)
    if file is not None:
        return FileEraser(file.pk)
    return CellEraser(meant) if meant else WordEraser(text)


def _erase(page: DisclosurePage, eraser: Eraser) -> list[Patch]:
    """Take it out of every copy, and return what was changed."""
    changed: list[Patch] = []
    for copy in copies_of(page):
        after = eraser.erase(copy.data)
        found = list(patches(copy.key, copy.data, after))
        if found:
            copy.write(after)
            changed += found
    return changed
