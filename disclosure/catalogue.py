"""The standard catalogue that ships with the site: read from a file that a district's clerk can read, too."""

import csv
from datetime import date
from pathlib import Path

from disclosure.elements import read_elements
from disclosure.models import DisclosureItem

STANDARD = Path(__file__).parent / "data" / "standard-catalogue.csv"


def standard_items(*, counted_from: date) -> list[DisclosureItem]:
    """Return the items of the standard catalogue, not yet saved, in the file's order."""
    with STANDARD.open(encoding="utf-8", newline="") as file:
        return [
            DisclosureItem(
                code=row["code"],
                kind=row["kind"],
                applies_to=row["applies_to"],
                title=row["title"],
                village_title=row["village_title"],
                elements=[element.as_json() for element in read_elements(row["elements"])],
                legal_basis=row["legal_basis"],
                cycle=row["cycle"],
                counts_from=row["counts_from"],
                limit_days=int(row["limit_days"]),
                audience=row["audience"],
                position=position,
                counted_from=counted_from,
            )
            for position, row in enumerate(csv.DictReader(file), start=1)
        ]
