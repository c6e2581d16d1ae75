"""Spreadsheets are written in one place, where a cell that begins like a formula becomes text."""

import ast
import csv
import io

import openpyxl
import pytest
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from media.tables.wagtail_exports import _preprocess_field_value
from media.tables.writing import plain_cell, write_rows, write_rows_xlsx
from tests.architecture.house import modules, relative, tree

HOME = "media/tables/"
WRITERS = {"csv.writer", "csv.DictWriter"}
# Libraries that write workbooks; of one that reads them, too, its reader is free.
READER = "openpyxl.load_workbook"
LIBRARIES = {"openpyxl", "xlsxwriter", "tablib", "pandas", "xlwt"}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "-cmd|'/c calc'!A1"]


def names_of(node):
    """Return the dotted names that an import brings in, or that an attribute spells."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {f"{node.module}.{alias.name}" for alias in node.names}
    return {ast.unparse(node)} if isinstance(node, ast.Attribute) else set()


def test_only_media_tables_writes_spreadsheets():
    found = []
    for path in modules():
        if relative(path).startswith((HOME, "tests/")):
            continue
        for node in ast.walk(tree(path)):
            names = names_of(node) - {READER}
            if WRITERS & names or any(name.split(".")[0] in LIBRARIES for name in names):
                found.append(f"{relative(path)}:{node.lineno}")
    assert not found, "Hand rows to media.tables.writing, which makes text of formulas:\n" + "\n".join(found)


def test_the_rule_finds_a_writer():
    seen = ast.parse("import csv\nfrom csv import DictWriter\nfrom openpyxl import Workbook\ncsv.writer(x)")
    names = set().union(*(names_of(node) for node in ast.walk(seen)))
    assert {"csv.writer", "csv.DictWriter", "openpyxl.Workbook"} <= names


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_text(text):
    assert plain_cell(text) == f"'{text}"
    [row] = csv.reader(io.StringIO(write_rows([[text]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbooks_cell_that_begins_like_a_formula_is_text(text):
    file = write_rows_xlsx([[text, 7]], title="表")
    [[cell, number]] = openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows()
    assert (cell.data_type, number.value) == ("s", 7)
    assert cell.value.strip() == text.strip()


def test_wagtails_own_exports_take_the_same_way():
    assert SpreadsheetExportMixin.preprocess_field_value is _preprocess_field_value
