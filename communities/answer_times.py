"""What part of the public site's answers was slow, for the inspection.

Each process counts in its memory and adds to the cache at most once a minute, so that a kept page costs no
write. What a process had not yet added when it ended, and what a cleared cache held, is lost: the share stays
right, as the slow and the others are lost alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock
from time import monotonic
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

# State inspection of government sites (2019): visits that take longer than 15 s, in per cent of all.
SLOW_SECONDS: Final = 15
COUNTED_DAYS: Final = 14
ADDED_EVERY_SECONDS: Final = 60
_KEPT: Final = timedelta(days=COUNTED_DAYS + 2).total_seconds()


@dataclass(frozen=True)
class AnswerTimes:
    """How many answers there were in the last two weeks, and how many of them were slow."""

    answers: int
    slow: int

    @property
    def percent(self) -> float:
        """The slow ones in per cent of all; none where nothing was counted."""
        return self.slow * 100 / self.answers if self.answers else 0.0


class Tally:
    """What this process has counted since it last added to the cache; its threads share it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._answers = self._slow = 0
        self._added_at = clock()

    def count(self, seconds: float) -> None:
        """Count an answer that took so long; one that was slow is added at once."""
        with self._lock:
            self._answers += 1
            self._slow += seconds >= SLOW_SECONDS
            now = self._clock()
            if not self._slow and now - self._added_at < ADDED_EVERY_SECONDS:
                return
            answers, slow = self._answers, self._slow
            self._answers = self._slow = 0
            self._added_at = now
        _add(timezone.localdate(), answers, slow)


class AnswerTimesMiddleware:
    """Count how long the answers to visitors take; the workbench is not what the inspection looks at."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._tally = Tally()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = monotonic()
        try:
            return self.get_response(request)
        finally:
            if not request.path_info.startswith(reverse("wagtailadmin_home")):
                self._tally.count(monotonic() - begun)


def answer_times(today: date) -> AnswerTimes:
    """Return what all processes counted in the two weeks that end with `today`; one read of the cache."""
    days = [today - timedelta(days=back) for back in range(COUNTED_DAYS)]
    found = cache.get_many([key for day in days for key in _keys(day)])
    answers, slow = (sum(found.get(_keys(day)[place], 0) for day in days) for place in (0, 1))
    return AnswerTimes(answers, slow)


def _keys(day: date) -> tuple[str, str]:
    return f"answer-times:{day:%Y%m%d}:all", f"answer-times:{day:%Y%m%d}:slow"


def _add(day: date, answers: int, slow: int) -> None:
    for key, count in zip(_keys(day), (answers, slow), strict=True):
        # Where another process was first, the number is there; where the cache has just gone, it is nowhere.
        if count and not cache.add(key, count, timeout=_KEPT):
            try:
                cache.incr(key, count)
            except ValueError:
                cache.set(key, count, timeout=_KEPT)
