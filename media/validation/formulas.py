"""Formulas that start a program or ask another host as soon as a table is opened."""

import re
from collections.abc import Iterator
from typing import Final

from django.core.exceptions import ValidationError

from media.validation.sentences import ASKS, STARTS

_NAMED: Final = r"(?<![A-Z0-9_.])(?:of:=?|_xlfn\.)?(?:{})\s*\("
_STARTING: Final = re.compile(_NAMED.format(r"DDE|RTD|CALL|EXEC|REGISTER(?:\.ID)?"), re.IGNORECASE)
_ASKING: Final = re.compile(_NAMED.format("WEBSERVICE|IMAGE"), re.IGNORECASE)
_STRINGS: Final = re.compile(r'"[^"]*"')
# `cmd|'/c calc'!A0`: a program, what it is told, and a place in its answer.
_ASKS_PROGRAM: Final = re.compile(r"[^\s{};,|]\|[^|{}]{0,500}!")
# What is a formula in a CSV, in letters of either width; up to the sign that calls a program.
_CELL: Final = re.compile(r'(?:^|[,;\t\n\r])"?[=+\-@＝＋－＠][^\n\r]{0,300}?(?:\||\()')
_LONGEST: Final = 500


def check_formula(formula: str) -> None:
    """Check one formula of a workbook.

    Raises:
        ValidationError: it starts a program, or asks another host.
    """
    if _STARTING.search(formula) or _ASKS_PROGRAM.search(_STRINGS.sub("", formula)):
        raise ValidationError(STARTS, code="starts")
    if _ASKING.search(formula):
        raise ValidationError(ASKS, code="asks")


def check_csv(text: str) -> None:
    """Check a table of text: what Excel takes for formulas there.

    Raises:
        ValidationError: as `check_formula`.
    """
    if "|" not in text and "(" not in text:
        return
    for formula in _formulas(text):
        check_formula(formula)


def _formulas(text: str) -> Iterator[str]:
    for cell in _CELL.finditer(text):
        line = text[cell.start() : cell.end() + _LONGEST].lstrip(",;\t\n\r").splitlines()[0]
        yield line.replace('""', "").lstrip('"')
