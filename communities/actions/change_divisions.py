"""A list of changes to the district's tree, done as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities import merging
from communities.actions.abolish_area import abolish_area
from communities.actions.rename_area import rename_area
from communities.actions.split_area import split_area
from communities.divisions.changes import Change, ChangeRow
from communities.divisions.problems import Problem, WrongFile
from communities.models import Area


@dataclass
class ChangeReport:
    """What a list of changes did: sentences for what was done, and how many were as they should be
    already."""

    done: list[str] = field(default_factory=list)
    kept: int = 0


def change_divisions(
    *, actor: User | None, changes: Sequence[ChangeRow], file: str, now: datetime
) -> ChangeReport:
    """Rename, merge, abolish and split as `changes` say, in their order; safe to run again.

    A change that is done already is passed over. One that can't be done takes all others back.

    Args:
        actor: who changes; None for a command.
        changes: from `communities.divisions.changes.read_changes`.
        file: name of the file, for what is said of a fault.
        now: the present moment.

    Raises:
        WrongFile: a change can't be done; nothing was changed.
    """
    report = ChangeReport()
    with transaction.atomic():
        for row in changes:
            try:
                said = _apply(actor, row, now)
            except ValidationError as refusal:
                raise WrongFile([Problem(file, row.line, "；".join(refusal.messages))]) from None
            if said:
                report.done.append(said)
            else:
                report.kept += 1
    return report


def _area(code: str) -> Area:
    area = Area.objects.filter(code=code).select_related("parent").first()
    if area is None:
        raise ValidationError(_("没有代码为%s的区域。") % code)
    return area


def _apply(actor: User | None, row: ChangeRow, now: datetime) -> str:
    """Do one change and return a sentence; "" where it is done already."""
    area = _area(row.code)
    if row.change is Change.SPLIT:
        return _split(actor, area, row, now)
    if row.change is Change.RENAME:
        old = area.name
        if not area.is_active:
            raise ValidationError(_("“%s”已经撤销，不能更名。") % area)
        changed = rename_area(actor=actor, area=area, name=row.name, now=now)
        return _("更名：%(old)s → %(new)s") % {"old": old, "new": area.name} if changed else ""
    target = _area(row.target) if row.change is Change.MERGE else None
    if not area.is_active and area.successor_id == (target.pk if target is not None else None):
        return ""
    moving: list[int] = []
    body = merging.running_body(area)
    if row.moves_officials and body is not None:
        moving = [member.pk for member in merging.officials_of(body, today=timezone.localdate(now))]
    abolish_area(actor=actor, area=area, successor=target, moving=moving, now=now)
    if target is None:
        return _("撤销：%s") % area
    return _("合并：%(area)s → %(successor)s") % {"area": area, "successor": target}


def _split(actor: User | None, area: Area, row: ChangeRow, now: datetime) -> str:
    present = Area.objects.filter(code=row.target).first()
    if present is not None and present.name == row.name and present.parent_id == area.parent_id:
        return ""
    below = dict(Area.objects.active().filter(parent=area).values_list("name", "pk"))
    unknown = [name for name in row.below if name not in below]
    if unknown:
        raise ValidationError(
            _("%(area)s没有这些小区或网格：%(names)s。") % {"area": area, "names": "、".join(unknown)}
        )
    new = split_area(
        actor=actor,
        area=area,
        code=row.target,
        name=row.name,
        below=[below[name] for name in row.below],
        now=now,
    )
    return _("拆分：%(area)s → %(new)s") % {"area": area, "new": new}
