"""Makes the exports of Wagtail's own lists and reports as safe as ours.

Wagtail (8.0) writes what people typed into CSV as it is, without the mark by which Excel knows UTF-8; one
mixin does it for all. Its XLSX is safe: formulas are turned back into text there. To be deleted when Wagtail
escapes cells itself (`SpreadsheetExportMixin.preprocess_field_value`).
"""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from media.tables.writing import attachment, plain_cell

_preprocess = SpreadsheetExportMixin.preprocess_field_value
_stream_csv = SpreadsheetExportMixin.stream_csv
_csv_response = SpreadsheetExportMixin.write_csv_response


def install() -> None:
    """Let every view that exports write text as text; called once, when the apps are ready."""
    SpreadsheetExportMixin.preprocess_field_value = _preprocess_field_value
    SpreadsheetExportMixin.stream_csv = _stream_marked_csv
    SpreadsheetExportMixin.write_csv_response = _named_csv_response


def _preprocess_field_value(view: Any, field: str, value: Any, export_format: str) -> Any:
    written = _preprocess(view, field, value, export_format)
    is_text = export_format == SpreadsheetExportMixin.FORMAT_CSV and not isinstance(written, int | float)
    return plain_cell(written) if is_text else written


def _stream_marked_csv(view: Any, queryset: Any) -> Iterator[Any]:
    yield "\ufeff".encode()
    yield from _stream_csv(view, queryset)


def _named_csv_response(view: Any, queryset: Any) -> HttpResponseBase:
    response: HttpResponseBase = _csv_response(view, queryset)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = attachment(str(view.get_filename()), "csv")
    return response
