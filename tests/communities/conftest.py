"""Division files as the tests need them."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

STREETS = [
    {"code": "320104001", "name": "秦虹街道", "areaCode": "320104", "provinceCode": "32", "cityCode": "3201"},
    {
        "code": "320104002",
        "name": "夫子庙街道",
        "areaCode": "320104",
        "provinceCode": "32",
        "cityCode": "3201",
    },
]
COMMUNITIES = [
    {
        "code": code,
        "name": name,
        "streetCode": code[:9],
        "provinceCode": "32",
        "cityCode": "3201",
        "areaCode": "320104",
    }
    for code, name in (
        ("320104001001", "中牌楼社区居委会"),
        ("320104001002", "康居里社区居委会"),
        ("320104002005", "乌衣巷社区居委会"),
        ("320104002009", "金陵路社区居委会"),
    )
]


class Files:
    """A pair of division files in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.streets = folder / "streets.csv"
        self.communities = folder / "communities.csv"
        self.street_rows = [dict(row) for row in STREETS]
        self.community_rows = [dict(row) for row in COMMUNITIES]

    def write(self, encoding: str = "utf-8") -> "Files":
        for path, rows in ((self.streets, self.street_rows), (self.communities, self.community_rows)):
            with path.open("w", encoding=encoding, newline="") as file:
                writer = csv.DictWriter(
                    file, list(rows[0]), lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC
                )
                writer.writeheader()
                writer.writerows(rows)
        return self

    @property
    def args(self) -> list[str]:
        return [str(self.streets), str(self.communities)]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def load(files: Files) -> Callable[..., str]:
    """Write the files as they are now and load them; returns what the command said."""

    def run(**options: object) -> str:
        out = StringIO()
        files.write()
        call_command("load_divisions", *files.args, stdout=out, **options)
        return out.getvalue()

    return run
