"""Keeping an answer, and giving it again."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

# The browser may keep a page, and asks each time whether it still holds: one short exchange (304).
CACHE_CONTROL = "private, no-cache"


@dataclass(frozen=True)
class Answer:
    """A page as it was sent, with the tokens of the state that it shows."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    generations: dict[str, str]
    until: datetime


def etag_for(content: bytes) -> str:
    """Return the entity tag of a page's text."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def find(key: str, now: datetime) -> Answer | None:
    """Return the answer kept under `key`, if it still holds at `now`: two reads of the cache, no query."""
    answer: Answer | None = cache.get(key)
    if answer is None or answer.until <= now:
        return None
    if cache.get_many(list(answer.generations)) != answer.generations:
        return None
    return answer


def keep(key: str, answer: Answer) -> None:
    """Keep the answer until its own end."""
    seconds = int((answer.until - timezone.now()).total_seconds())
    if seconds >= 1:
        cache.set(key, answer, timeout=seconds)


def replay(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Return the kept answer as a response: 304 where the browser already has it."""
    response = HttpResponse(answer.content)
    for name, value in answer.headers:
        response.headers[name] = value
    response.headers["Content-Length"] = str(len(answer.content))
    return conditional(request, response)


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return `response`, or 304 where its entity tag is the one that the browser holds."""
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
