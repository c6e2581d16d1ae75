"""Writing down by which other names and house numbers residents find a community."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.models import Area, AreaAlias
from events.record import record


def set_area_aliases(
    *, actor: AbstractUser | None, area: Area, aliases: Sequence[AreaAlias], now: datetime
) -> None:
    """Replace the aliases of `area` by `aliases`.

    Args:
        actor: who writes them.
        area: the community.
        aliases: unsaved.
        now: the present moment.

    Raises:
        ValidationError: a span of numbers that ends before it begins, or a name that is no good.
    """
    with transaction.atomic():
        before = [_told(alias) for alias in area.aliases.all()]
        after = [_told(alias) for alias in aliases]
        if before == after:
            return
        area.aliases.all().delete()
        for alias in aliases:
            alias.pk, alias.area = None, area
            try:
                alias.full_clean()
            except ValidationError as refusal:
                said = "；".join(refusal.messages)
                raise ValidationError(
                    {"aliases": _("“%(alias)s”：%(said)s") % {"alias": _told(alias), "said": said}}
                ) from None
            alias.save()
        record(
            actor=actor,
            verb="area.aliases_set",
            instance=area,
            area_paths=[area.path],
            changes={"aliases": [before, after]},
        )


def _told(alias: AreaAlias) -> str:
    if alias.first_number is None:
        return alias.name
    last = "" if alias.last_number is None else f"-{alias.last_number}"
    return f"{alias.name} {alias.first_number}{last} {alias.get_parity_display()}".strip()
