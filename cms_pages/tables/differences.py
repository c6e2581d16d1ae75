"""Two versions of a table, cell by cell, for Wagtail's comparison of revisions."""

from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import BlockComparison

from media.tables.table import Table


class TableComparison(BlockComparison):
    """Shows rows that came, went or changed; unchanged ones are only counted."""

    def htmlvalue(self, val: Any) -> SafeString:
        return format_html(
            '<div class="typed-table-diff">{}</div>', _table(_lines(val), _lines(val), full=True)
        )

    def htmldiff(self) -> SafeString:
        before, after = _lines(self.val_a), _lines(self.val_b)
        return format_html('<div class="typed-table-diff">{}</div>', _table(before, after, full=False))


def differences(before: Table | None, after: Table | None) -> SafeString:
    """Return the two tables in one, as HTML: `<del>` what went, `<ins>` what came, no unchanged rows."""
    return _table(_lines(before), _lines(after), full=False)


def _lines(value: Any) -> list[tuple[str, ...]]:
    """Return a table as lines of text: caption, headings, rows, totals, note."""
    if not isinstance(value, Table):
        return []
    raw = value.as_raw()
    lines = [(value.caption,), tuple(column.heading for column in value.columns), *map(tuple, raw.rows)]
    if raw.totals is not None:
        lines.append((value.totals_label, *raw.totals))
    return [*lines, (value.note,)] if value.note else lines


def _table(before: list[tuple[str, ...]], after: list[tuple[str, ...]], *, full: bool) -> SafeString:
    rows: list[SafeString] = []
    for what, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [_row(line, line) for line in after[b1:b2]] if full else [_unchanged(b2 - b1)]
            continue
        olds, news = before[a1:a2], after[b1:b2]
        for place in range(max(len(olds), len(news))):
            rows.append(
                _row(olds[place] if place < len(olds) else (), news[place] if place < len(news) else ())
            )
    return format_html(
        "<table><tbody>{}</tbody></table>", format_html_join("", "{}", ((row,) for row in rows))
    )


def _row(old: tuple[str, ...], new: tuple[str, ...]) -> SafeString:
    width = max(len(old), len(new))
    pairs = zip([*old, *[""] * (width - len(old))], [*new, *[""] * (width - len(new))], strict=True)
    return format_html(
        "<tr>{}</tr>", format_html_join("", "<td>{}</td>", ((_cell(*pair),) for pair in pairs))
    )


def _cell(old: str, new: str) -> SafeString:
    if old == new:
        return format_html("{}", new)
    gone = format_html('<del class="deletion">{}</del>', old) if old else SafeString("")
    return format_html('{}<ins class="addition">{}</ins>', gone, new) if new else gone


def _unchanged(count: int) -> SafeString:
    return format_html("<tr><td>{}</td></tr>", _("（%(count)d行没有变化）") % {"count": count})
