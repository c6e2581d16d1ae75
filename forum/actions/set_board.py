from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from design.formatting import safe_text
from events.record import record
from forum.choices import STARTABLE, Tagging
from forum.models import Board
from forum.permissions import can_manage_board
from forum.writing import clean_tags

SETTINGS = (
    *("name", "description", "position", "read_by", "start_by", "reply_by", "moderation"),
    *("kinds", "tagging", "offered_tags", "is_closed"),
)
MOST_OFFERED = 20


@transaction.atomic
def set_board(
    *, actor: User, parent: Board | None, settings: dict[str, Any], now: datetime, board: Board | None = None
) -> Board:
    """Add a board below `parent`, or change `board`.

    Args:
        actor: who sets up boards of the area.
        parent: the area's main board; of a board that is changed, as it is.
        settings: a value for each of `SETTINGS`.
        now: the present moment.
        board: the board to change; None adds one.

    Raises:
        PermissionDenied: the area is not theirs.
        ValidationError: the name is missing or taken, no kind of topic is left, or tags do not fit.
    """
    row = board
    if row is None and parent is not None:
        row = Board(parent=parent, area=parent.area, body=parent.body)
    if row is None or not can_manage_board(actor, row):
        raise PermissionDenied
    before = {name: getattr(row, name) for name in SETTINGS} if board is not None else {}
    name = " ".join(safe_text(settings["name"]).split())
    if not name:
        raise ValidationError({"name": _("请填写名称。")})
    if Board.objects.filter(area=row.area_id, name=name).exclude(pk=row.pk).exists():
        raise ValidationError({"name": _("这个区域已有同名的版块。")})
    kinds = [kind.value for kind in STARTABLE if kind in settings["kinds"]]
    if not kinds:
        raise ValidationError({"kinds": _("至少选一种类型。")})
    offered = _offered(settings["offered_tags"])
    if settings["tagging"] == Tagging.OFFERED and not offered:
        raise ValidationError({"offered_tags": _("请列出可以选的标签。")})
    settings = {**settings, "kinds": kinds, "offered_tags": offered}
    for key in SETTINGS:
        setattr(row, key, settings[key])
    row.name, row.description = name, safe_text(settings["description"]).strip()
    row.save()
    record(
        actor=actor,
        verb="board.changed" if board is not None else "board.added",
        instance=row,
        body_id=row.body_id,
        area_paths=[row.area.path],
        changes={
            key: [before.get(key), settings[key]] for key in SETTINGS if before.get(key) != settings[key]
        },
        now=now,
    )
    return row


def _offered(typed: str) -> str:
    try:
        return " ".join(clean_tags(typed.replace("，", " ").replace("、", " ").split(), most=MOST_OFFERED))
    except ValidationError as refusal:
        raise ValidationError({"offered_tags": refusal.messages}) from refusal
