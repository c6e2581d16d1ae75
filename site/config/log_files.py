"""The server's log as files: one a day, compressed when it is over, gone when its time is.

The law asks that network logs are kept for six months at least (网络安全法：留存相关的网络日志不少于六个月),
and privacy that they go then. Standard output rests on whoever runs the server; these files rest on nobody.
"""

import gzip
import logging
import os
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

_NAME: Final = re.compile(r"site-(\d{4}-\d{2}-\d{2})\.log(\.gz)?")
# A process that was busy at midnight may write its line a moment later into the day before.
_OPEN_FOR: Final = timedelta(days=1)


class DailyFileHandler(logging.Handler):
    """Appends lines to `site-<day>.log`; several processes write to the same file, and none renames it.

    Args:
        folder: where the files are; it exists.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = Path(folder)
        self._day: date | None = None
        self._file = -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line in one go: the kernel puts what is appended by one call in one piece."""
        try:
            line = f"{self.format(record)}\n".encode(errors="backslashreplace")
            self._open(datetime.fromtimestamp(record.created).date())  # noqa: DTZ006 - TIME_ZONE is the process's
            while line:
                line = line[os.write(self._file, line) :]
        except Exception:  # noqa: BLE001 - a full disk must not take the request with it
            self.handleError(record)

    def close(self) -> None:
        """Let go of the file."""
        self.acquire()
        try:
            if self._file >= 0:
                os.close(self._file)
                self._file, self._day = -1, None
        finally:
            self.release()
        super().close()

    def _open(self, day: date) -> None:
        if day == self._day:
            return
        path = self._folder / f"site-{day:%Y-%m-%d}.log"
        opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        if self._file >= 0:
            os.close(self._file)
        self._file, self._day = opened, day


def keep_log_files(now: datetime) -> None:
    """Compress the files of days that are over, and delete those older than LOGS_KEPT_DAYS."""
    if settings.LOG_DIR is None:
        return
    today = timezone.localdate(now)
    for path in sorted(Path(settings.LOG_DIR).iterdir()):
        found = _NAME.fullmatch(path.name)
        if found is None:
            continue
        day = date.fromisoformat(found[1])
        if day < today - timedelta(days=settings.LOGS_KEPT_DAYS):
            path.unlink(missing_ok=True)
        elif found[2] is None and day < today - _OPEN_FOR:
            _compress(path)


def _compress(path: Path) -> None:
    # Under another name until it is whole: a process that dies in between leaves the file as it was.
    unfinished = path.with_suffix(".part")
    with path.open("rb") as source, gzip.open(unfinished, "wb") as target:
        shutil.copyfileobj(source, target)
    unfinished.chmod(0o640)
    unfinished.replace(path.with_suffix(".log.gz"))
    path.unlink()
