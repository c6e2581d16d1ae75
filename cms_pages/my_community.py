"""“My community”: which one a visitor has chosen, kept in a cookie of their browser and nowhere else."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from communities.choices import Level
from communities.models import Area

COOKIE: Final = "my_community"
COOKIE_SECONDS: Final = 365 * 24 * 60 * 60
LONGEST_CODE: Final = 12


def chosen_by(request: HttpRequest) -> Area | None:
    """Return the community that the visitor has chosen, or None; whatever else a cookie holds is none."""
    return find(request.COOKIES.get(COOKIE, ""))


def find(code: str) -> Area | None:
    """Return the community with that code that has a page, or None."""
    if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_CODE):
        return None
    found = (
        Area.objects.filter(code=code, level=Level.COMMUNITY, page__isnull=False)
        .select_related("page", "parent")
        .first()
    )
    # Whoever chose one that was merged lives in its successor; one that was only abolished can still be read.
    return (found.today() or found) if found is not None else None


def remember(request: HttpRequest, response: HttpResponse, community: Area) -> None:
    """Keep the choice for a year."""
    response.set_cookie(
        COOKIE,
        community.code or "",
        max_age=COOKIE_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the choice back."""
    response.delete_cookie(COOKIE, samesite="Lax")
