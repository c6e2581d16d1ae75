"""Locking out whoever guesses passwords: django-axes, its rows in the database, so that no cache is needed.

Four limits. A few failures for one user name from one address lock that pair, so that nobody can lock a
neighbour out from elsewhere. Many failures from one address, over all names, lock the address; that limit is
high, as a whole community may share one address. Higher still are those of a name over all addresses, for
guesses that come from everywhere, and of a network (`accounts.pace`). The name that was typed counts whether
it exists or not: nothing is given away.

None of the four holds in a browser in which that person has signed in before: it has a limit of its own
(`accounts.known_devices`). Setting a new password by a code lifts all limits of the name.
"""

from contextlib import suppress
from datetime import datetime
from math import ceil
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import pace
from accounts.known_devices import device_of
from accounts.names import normal_form

# The names of axes' two lockout parameters (setting AXES_LOCKOUT_PARAMETERS), in this order.
PAIR: Final = ("username", "ip_address")
ADDRESS: Final = "ip_address"
ACTION: Final = "sign_in_failed"
ACTION_HERE: Final = "sign_in_failed_here"
_USERNAME_COLUMN: Final = 255


def typed_username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Return the user name that failures are counted under, in the form in which names are compared."""
    name = (credentials or {}).get("username")
    if not name and request is not None:
        name = request.POST.get("login")
    return normal_form(str(name or "").replace("\0", "").strip())[:_USERNAME_COLUMN]


class LockoutHandler(AxesDatabaseHandler):
    """Axes' database handler with a limit of its own for the address."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the pair's failures, or the pair's limit where the address has reached its own."""
        limit: int = settings.AXES_FAILURE_LIMIT
        if device := _device(request, credentials):
            return limit if pace.blocked_until(ACTION_HERE, now=timezone.now(), person=device) else 0
        pair, address = (_failures(rows) for rows in self.get_user_attempts(request, credentials))
        wider = address >= settings.LOCKOUT_ADDRESS_LIMIT or self._wider_until(request, credentials)
        return max(pair, limit) if wider else pair

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        """Count the failure for the name and for the network, too."""
        if request is not None:
            with suppress(pace.TooOftenError):
                pace.count(ACTION, now=timezone.now(), person=typed_username(request, credentials))
            if device := _device(request, credentials):
                with suppress(pace.TooOftenError):
                    pace.count(ACTION_HERE, now=timezone.now(), person=device)
        super().user_login_failed(sender, credentials, request, **kwargs)

    def _wider_until(self, request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
        return pace.blocked_until(ACTION, now=timezone.now(), person=typed_username(request, credentials))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the pair's failures after a sign-in; the address keeps its own.

        Otherwise whoever has one account could sign in to it now and then, and guess the others' without end.
        """
        pair, _address = self.filter_user_attempts(request, credentials)
        count, _rows = pair.delete()
        pace.forget(ACTION, person=typed_username(request, credentials))
        if device := _device(request, credentials):
            pace.forget(ACTION_HERE, person=device)
        return count

    def locked_until(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> datetime | None:
        """Return the moment from which another try is allowed, or None where one is allowed now."""
        if device := _device(request, credentials):
            return pace.blocked_until(ACTION_HERE, now=timezone.now(), person=device)
        pair, address = self.get_user_attempts(request, credentials)
        moments = [
            moment
            for rows, limit in (
                (pair, settings.AXES_FAILURE_LIMIT),
                (address, settings.LOCKOUT_ADDRESS_LIMIT),
            )
            if (moment := _falls_below(rows, limit)) is not None
        ]
        if (wider := self._wider_until(request, credentials)) is not None:
            moments.append(wider)
        return max(moments, default=None)


def _device(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    return device_of(request, typed_username(request, credentials))


def _failures(rows: QuerySet[AccessAttempt]) -> int:
    return sum(rows.values_list("failures_since_start", flat=True))


def _falls_below(rows: QuerySet[AccessAttempt], limit: int) -> datetime | None:
    """Return when enough rows will have passed out of the cool-off time; None below the limit."""
    left = list(rows.order_by("attempt_time", "pk").values_list("failures_since_start", "attempt_time"))
    total = sum(failures for failures, _at in left)
    moment = None
    for failures, at in left:
        if total < limit:
            break
        total -= failures
        moment = at + get_cool_off()
    return moment


def locked_out(
    request: HttpRequest, _original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer 429 with a page that says when to try again (setting AXES_LOCKOUT_CALLABLE)."""
    handler = LockoutHandler()
    now = timezone.now()
    until = handler.locked_until(request, credentials) or now + get_cool_off()
    seconds = max(1, ceil((until - now).total_seconds()))
    response = render(
        request,
        "accounts/locked_out.html",
        {"until": until, "minutes": ceil(seconds / 60)},
        status=429,
    )
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def forget_old_attempts(now: datetime) -> None:
    """Delete failures that no longer count: an address and a name are kept no longer than they serve."""
    AccessAttempt.objects.filter(attempt_time__lt=now - get_cool_off()).delete()
