"""What the grid in the editor asks while a table is typed: is it right, and what is in this file."""

import json

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from media.tables.checking import Problem, check, sums
from media.tables.reading import Reading, read_file, read_pasted
from media.tables.table import RawTable, Table, TableRefused
from media.tables.values import typed

MAX_BODY = 3 * 1024 * 1024


@require_POST
def typed_table_check(request: HttpRequest) -> JsonResponse:
    """Return each wrong cell of the table in the request's body, and what its totals must be."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            raise TableRefused(_("表格太大，请分成几张表。"))
        raw = RawTable.from_payload(json.loads(request.body))
    except TableRefused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    except (ValueError, RecursionError):
        return JsonResponse({"error": _("没有读到表格，请重新填写。")}, status=400)
    return JsonResponse(answer(raw))


@require_POST
def typed_table_read(request: HttpRequest) -> JsonResponse:
    """Return the table in the uploaded `file` (its `sheet`, where it has several) or in the pasted `text`."""
    try:
        reading = reading_of(request)
    except TableRefused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse(
        {
            **answer(reading.table),
            "table": reading.table.as_payload(),
            "sheet": reading.sheet,
            "sheets": reading.sheets,
            "notes": reading.notes,
        }
    )


def reading_of(request: HttpRequest) -> Reading:
    """Return the table in what was sent.

    Raises:
        TableRefused: nothing was sent, or it can't be read.
    """
    upload = request.FILES.get("file")
    if upload is not None:
        return read_file(upload, upload.name or "", sheet=request.POST.get("sheet", ""))
    text = request.POST.get("text", "")
    if not text.strip():
        raise TableRefused(_("请选择文件，或者粘贴从表格里复制的内容。"))
    return read_pasted(text)


def answer(raw: RawTable) -> dict[str, object]:
    """Return what the grid shows of a check."""
    raw = raw.without_empty_rows()
    checked = check(raw)
    return {
        "problems": [problem_of(problem) for problem in checked.problems],
        "sums": _sums(raw),
        "good": checked.table is not None,
    }


def problem_of(problem: Problem) -> dict[str, object]:
    """Return a problem as JSON."""
    return {
        "row": problem.row,
        "column": problem.column,
        "message": str(problem),
        "expected": problem.expected,
    }


def _sums(raw: RawTable) -> list[str]:
    """Return what the totals must be, as far as the rows can be read."""
    checked = check(RawTable(raw.columns, raw.rows, caption="-"))
    table = checked.table
    if not isinstance(table, Table):
        return []
    return [typed(cell, column.kind) for cell, column in zip(sums(table), table.columns, strict=True)]
