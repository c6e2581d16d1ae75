"""Demonstration notices as data. `{area}`, `{street}`, `{district}` stand for the names of the place that
gets one.

Days are counted from today, hours are of the day: `begins=(-2, 9)` is the day before yesterday at nine.
"""

from dataclasses import dataclass, field
from typing import Any

from cms_pages.choices import NoticeKind as K

Moment = tuple[int, float]
# A paragraph, or the name and value of another block.
Block = str | tuple[str, Any]


@dataclass(frozen=True)
class Text:
    """One notice.

    Attributes:
        kind: what it is about.
        title: its title.
        summary: one or two sentences for lists.
        body: the text's blocks: a plain string is a paragraph, `("heading", …)` and the like name others.
        published: when it was published.
        effective: when its effect begins and ends; None for open.
        pinned: whether it stands above the list.
        urgent: hours of the banner, before and after now; None for none.
        places: which streets or communities of the tree get it (their number in the order of codes); for a
            notice
            of the district or a street with an audience, whom it is for.
        state: `live`, `draft` or `scheduled` (in two hours, and so on, by `go_live`).
        go_live: when a scheduled one appears.
        attachment: title and text of a file that goes with it.
    """

    kind: K
    title: str
    summary: str
    body: tuple[Block, ...]
    published: Moment = (-3, 9.5)
    effective: tuple[Moment | None, Moment | None] = (None, None)
    pinned: bool = False
    urgent: tuple[float, float] | None = None
    places: tuple[int, ...] = ()
    state: str = "live"
    go_live: Moment | None = None
    attachment: tuple[str, str] | None = None
    extra: dict[str, object] = field(default_factory=dict)


def table(caption: str, *rows: tuple[str, ...]) -> tuple[str, Any]:
    """Return a table block whose first row is its head."""
    return (
        "table",
        {
            "data": [list(row) for row in rows],
            "table_caption": caption,
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        },
    )


def contact(name: str, phone: str, address: str = "", hours: str = "") -> tuple[str, object]:
    """Return a contact block."""
    return ("contact", {"name": name, "phone": phone, "address": address, "hours": hours})


def warning(text: str) -> tuple[str, object]:
    """Return a callout that warns."""
    return ("callout", {"tone": "warning", "text": f"<p>{text}</p>"})


def hint(text: str) -> tuple[str, object]:
    """Return a callout that helps."""
    return ("callout", {"tone": "info", "text": f"<p>{text}</p>"})


def heading(text: str) -> tuple[str, object]:
    """Return a heading."""
    return ("heading", text)


def items(*lines: str) -> str:
    """Return a list as the HTML of a paragraph block."""
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
