"""Run as a program of its own: print the text of one pdf, docx, xlsx or text file.

What people upload may be broken or made to break whoever reads it. A process of its own, with little
memory and
little time, is all that dies of it. It knows nothing of the site: `python -I extract.py KIND FILE MOST`.
"""

import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

CPU_SECONDS = 20
MEMORY = 1024 * 1024 * 1024
# Office files are archives; what they come to when unpacked is theirs to claim.
UNPACKED = 200 * 1024 * 1024
_MOST_PAGES = 1000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What stands for itself, and what stands for a blank.
_WORDS = {f"{_WORD}t": "", f"{_WORD}tab": " ", f"{_WORD}br": " "}


def pdf(file: Path) -> Iterator[str]:
    """Yield the text of a PDF's pages."""
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(file).pages):
        if number >= _MOST_PAGES:
            return
        yield page.extract_text()


def docx(file: Path) -> Iterator[str]:
    """Yield the paragraphs of a Word document, those of its tables too."""
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(file) as archive:
        check(archive)
        parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in archive.namelist()]
        for name in parts:
            for paragraph in fromstring(archive.read(name)).iter(f"{_WORD}p"):
                yield "".join(
                    _WORDS.get(node.tag, "") or node.text or ""
                    for node in paragraph.iter()
                    if node.tag in _WORDS
                )


def xlsx(file: Path) -> Iterator[str]:
    """Yield the rows of a workbook's sheets."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(file) as archive:
        check(archive)
    book = load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield " ".join(str(cell) for cell in row if cell is not None)


def txt(file: Path) -> Iterator[str]:
    """Yield the lines of a text, in UTF-8 or, else, as older Windows wrote Chinese."""
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    yield from text.splitlines()


def check(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that claims to unpack to too much.

    Raises:
        ValueError: it does.
    """
    if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
        raise ValueError("too large when unpacked")


READERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "txt": txt, "csv": txt}


def main(kind: str, file: str, most: str) -> None:
    """Print at most so many characters of the file's text."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    left = int(most)
    for line in READERS[kind](Path(file)):
        words = " ".join(line.split())[:left]
        if words:
            sys.stdout.buffer.write(words.encode("utf-8", "replace") + b"\n")
            left -= len(words) + 1
        if left <= 0:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
