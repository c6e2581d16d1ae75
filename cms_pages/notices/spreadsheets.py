"""Cells of a CSV file that no spreadsheet runs as a formula."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(value: object) -> str:
    """Return `value` as text for a cell; a leading `=`, `+`, `-`, `@` or control is kept from meaning
    something.

    OWASP's “CSV injection”: an apostrophe before it, which spreadsheets take as “this is text”.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text
