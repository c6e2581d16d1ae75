"""What a view says about its answer while it makes it; `cms_pages.page_cache` keeps the answers.

Here and not there, so that apps below the pages may have pages of theirs kept, too.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from communities.models import Area

# Nothing is kept longer, so that whatever no event tells of (an image's new title) still arrives.
LONGEST: Final = timedelta(minutes=10)
_AREA_PATH: Final = "_page_cache_area_path"
_UNTIL: Final = "_page_cache_until"
_SHARES: Final = "_page_cache_shares"


def mark(request: HttpRequest, area: "Area") -> None:
    """Say that everybody may get this answer, which shows what belongs to `area`.

    It must not read the session, messages or a CSRF token, and must not look at the visitor; where it does,
    tests and debug stop with `PrivateAnswer`, and production serves it once and keeps nothing.
    """
    if not (getattr(request, "is_dummy", False) or getattr(request, "is_preview", False)):
        setattr(request, _AREA_PATH, area.path)


def bound(request: HttpRequest, until: datetime | None) -> None:
    """Say that the answer is true until then at most (an office closes, a notice ends); None says nothing."""
    if until is not None:
        setattr(request, _UNTIL, min(until, getattr(request, _UNTIL, until)))


def exclude(request: HttpRequest) -> None:
    """Take the mark back: this answer is for this visitor alone."""
    setattr(request, _AREA_PATH, None)


def area_path_of(request: HttpRequest) -> str | None:
    """Return the path of the area that the answer was made for, or None where it must not be kept."""
    return getattr(request, _AREA_PATH, None)


def end_of(request: HttpRequest) -> datetime:
    """Return the moment after which the answer must be made anew."""
    longest = timezone.now() + LONGEST
    return min(longest, getattr(request, _UNTIL, longest))


def share_surroundings(request: HttpRequest) -> None:
    """Say that header and menu around this answer may be those that were kept for its area.

    For answers that are made anew for each member, where the same seven statements would be asked each time.
    """
    setattr(request, _SHARES, True)


def shares_surroundings(request: HttpRequest) -> bool:
    """Return whether the view has said so."""
    return bool(getattr(request, _SHARES, False))
