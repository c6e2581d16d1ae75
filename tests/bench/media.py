"""What comes in by hand: a phone's picture, its sizes, a document, a workbook; each against the least that a
program must do with it, in the same run.
"""

import io
import resource
import statistics
import sys
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

ROUNDS = 5
# How often a page of the year's longest document is written.
REPEATED = 40


def measure(write: Callable[[str], Any] = sys.stdout.write) -> None:
    """Write a line for each: milliseconds of processor time, its children's too, and × of the least."""
    from PIL import Image as Pillow

    from media.sizes import FORMATS, WIDTHS
    from media.tables.reading import read_file
    from media.validation.images import clean_image
    from media.word.reading import read_word
    from tests import papers
    from tests.media.tables import workbooks
    from tests.photographs import street

    phone = _saved(street((4032, 3024)), "JPEG", quality=92)
    small = street((1280, 960))
    document = papers.docx(*[paragraph for _page in range(REPEATED) for paragraph in _page_of(papers)])
    book = _long(workbooks)

    def bare_document() -> None:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            for name in archive.namelist():
                if name.endswith(".xml"):
                    ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own

    def bare_book() -> None:
        import openpyxl

        list(openpyxl.load_workbook(io.BytesIO(book), read_only=True).active.values)

    def sizes() -> None:
        for name in FORMATS:
            for width in WIDTHS if name != "jpeg" else WIDTHS[1:2]:
                _saved(small.resize((width, width * 3 // 4)), name.upper(), **_QUALITY[name])

    rows = (
        (
            "a phone's picture of 12 million pixels",
            lambda: clean_image(io.BytesIO(phone), "a.jpg", (1280, 480)),
            "decoded whole",
            lambda: Pillow.open(io.BytesIO(phone)).load(),
        ),
        ("its nine sizes for pages", sizes, "one as WebP", lambda: _saved(small, "WEBP", quality=78)),
        (
            f"a document of {REPEATED} pages",
            lambda: read_word(io.BytesIO(document)),
            "its XML parsed",
            bare_document,
        ),
        (
            "a workbook of 400 rows",
            lambda: read_file(io.BytesIO(book), "a.xlsx"),
            "its cells read",
            bare_book,
        ),
    )
    for name, act, least, bare in rows:
        taken, bottom = _milliseconds(act), _milliseconds(bare)
        write(f"{'media: ' + name:<52}{taken:>8.0f} ms{taken / bottom:>7.1f} × {least} ({bottom:.0f} ms)\n")


_QUALITY: dict[str, dict[str, Any]] = {
    "avif": {"quality": 42},
    "webp": {"quality": 78},
    "jpeg": {"quality": 78},
}


def _milliseconds(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _round in range(ROUNDS):
        before = _spent()
        act()
        taken.append(_spent() - before)
    return statistics.median(taken) * 1000


def _spent() -> float:
    """Return the seconds of this process and of those that it has waited for."""
    both = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def _saved(picture: Any, format_name: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, format_name, **options)
    return target.getvalue()


def _page_of(papers: Any) -> list[str]:
    sentence = "因供水管道改造，来燕路沿线将临时停水，请提前储水，来水后先放几分钟再用。"
    return [
        papers.p("一、停水安排"),
        *[papers.p(sentence * 3) for _line in range(12)],
        papers.p("关好水龙头", number=(1, 0)),
        papers.p("来水后先放水", number=(1, 0)),
    ]


def _long(workbooks: Any) -> bytes:
    rows: list[list[object]] = [["序号", "日期", "项目", "金额"]]
    rows += [
        [number, f"2026-{number % 12 + 1:02d}-03", f"第{number}笔支出", number * 1.5]
        for number in range(1, 400)
    ]
    rows.append(["合计", None, None, sum(number * 1.5 for number in range(1, 400))])
    return bytes(workbooks.saved(workbooks.book_of(*rows, title="支出")))
