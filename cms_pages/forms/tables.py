"""The forms of “导入表格”: what to read, and the preview in which wrong cells are put right."""

import json
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events.once import OnceForm
from media.tables.checking import HEAD, TOTALS, Checked, Problem, check, sums
from media.tables.kinds import Chart, Kind, Role, Rule
from media.tables.table import MAX_CAPTION, MAX_NOTE, MAX_TITLE, RawTable, Table, TableRefused
from media.tables.values import typed

TOTALS_CHOICES: Final = (("keep", _("照表里的")), ("sum", _("按各行重新相加")), ("none", _("不要合计行")))


class TableSourceForm(forms.Form):
    """A file, or pasted cells."""

    file = forms.FileField(
        label=_("表格文件"), required=False, help_text=_("Excel（.xlsx）或 .csv，不超过5 MB。")
    )
    sheet = forms.CharField(
        label=_("工作表名称"), required=False, max_length=40, help_text=_("不填则读第一张有内容的表。")
    )
    text = forms.CharField(
        label=_("或者粘贴"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("在 Excel 或 WPS 里选中表格，复制，粘贴到这里。"),
    )


class TablePreviewForm(OnceForm):
    """The table as it was read; a field for each column's kind and for each wrong cell.

    The table travels in the form itself, so that two people, or one in two windows, can't mix theirs up, and
    is checked anew each time.
    """

    table = forms.CharField(widget=forms.HiddenInput, strip=False)
    caption = forms.CharField(label=_("表格标题"), max_length=MAX_CAPTION, required=False)
    note = forms.CharField(label=_("备注"), max_length=MAX_NOTE, required=False)
    totals = forms.ChoiceField(label=_("合计行"), choices=TOTALS_CHOICES, required=False)
    rule = forms.ChoiceField(label=_("逐行核对"), choices=Rule.choices, required=False)
    chart = forms.ChoiceField(label=_("图表"), choices=Chart.choices, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places and len(places) > 1:
            self.fields["place"] = forms.ChoiceField(label=_("放到"), choices=places)

    def corrected(self) -> RawTable:
        """Return the table with what was put right in the form.

        Raises:
            TableRefused: the hidden field holds no table.
        """
        try:
            raw = RawTable.from_payload(json.loads(self.data.get("table", "null")))
        except (ValueError, RecursionError):
            raise TableRefused(str(_("没有读到表格，请重新选择文件。"))) from None
        payload = raw.as_payload()
        for name in ("caption", "note", "rule", "chart"):
            if name in self.data:
                payload[name] = self.data[name]
        for place, column in enumerate(payload["columns"]):
            for name in ("title", "kind", "unit", "role"):
                column[name] = self.data.get(f"{name}-{place}", column[name])
        for number, row in enumerate(payload["rows"], start=1):
            for place, cell in enumerate(row):
                row[place] = self.data.get(f"cell-{number}-{place}", cell)
        if payload["totals"] is not None:
            for place, cell in enumerate(payload["totals"]):
                payload["totals"][place] = self.data.get(f"cell-total-{place}", cell)
        if self.data.get("totals") == "none":
            payload["totals"] = None
        elif self.data.get("totals") == "sum":
            payload["totals"] = _summed(payload)
        return RawTable.from_payload(payload)


def _summed(payload: dict[str, Any]) -> list[str]:
    """Return the totals that the rows have, as far as they can be read."""
    table = check(RawTable.from_payload({**payload, "totals": None, "rule": "", "caption": "-"})).table
    if not isinstance(table, Table):
        return ["" for _column in payload["columns"]]
    return [typed(cell, column.kind) for cell, column in zip(sums(table), table.columns, strict=True)]


def preview_context(raw: RawTable, checked: Checked, *, prefix: str = "") -> dict[str, Any]:
    """Return what the preview shows: each cell, and a field where it is wrong, its name after `prefix`."""
    raw = raw.without_empty_rows()
    problems = {(problem.row, problem.column): problem for problem in checked.problems}
    lines = [
        {"label": number, "cells": _cells(row, number, f"{prefix}cell-{number}", raw, problems)}
        for number, row in enumerate(raw.rows, start=1)
    ]
    totals = None
    if raw.totals is not None:
        cells = _cells(raw.totals, TOTALS, f"{prefix}cell-total", raw, problems)
        totals = {"label": raw.totals_label, "cells": cells}
    return {
        "raw": raw,
        "prefix": prefix,
        "payload": json.dumps(raw.as_payload(), ensure_ascii=False),
        "columns": [
            {"column": column, "place": place, "problem": problems.get((HEAD, place))}
            for place, column in enumerate(raw.columns)
        ],
        "lines": lines,
        "totals": totals,
        "problems": checked.problems,
        "kinds": Kind.choices,
        "roles": Role.choices,
        "longest_title": MAX_TITLE,
    }


def _cells(
    row: list[str], number: int, name: str, raw: RawTable, problems: dict[tuple[int, int], Problem]
) -> list[dict[str, Any]]:
    return [
        {
            "text": text,
            "name": f"{name}-{place}",
            "title": raw.columns[place].title,
            "problem": problems.get((number, place)),
        }
        for place, text in enumerate(row)
    ]
