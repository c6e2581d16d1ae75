"""A table of nothing but words, for when its cells are wrong and somebody will put them right later."""

from dataclasses import replace

from django.utils.translation import gettext as _

from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.table import MAX_TITLE, Column, RawTable


def as_text(raw: RawTable, *, caption: str) -> RawTable:
    """Return the table with every column as text, and a name for each that has none or another's.

    Args:
        raw: the table as it was typed.
        caption: what it is called where it says nothing.
    """
    titles: list[str] = []
    for number, column in enumerate(raw.columns, start=1):
        title = (column.heading or _("第%(number)d列") % {"number": number})[:MAX_TITLE]
        if title in titles:
            more = f"（{number}）"
            title = f"{title[: MAX_TITLE - len(more)]}{more}"
        titles.append(title)
    return replace(
        raw,
        columns=[Column(title, Kind.TEXT, "", Role.NONE) for title in titles],
        caption=raw.caption or caption,
        rule=Rule.NONE,
        chart=Chart.NONE,
    )
