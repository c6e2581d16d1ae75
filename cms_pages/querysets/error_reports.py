"""Reads of reports of errors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import TruncDate

from cms_pages.choices import ANSWERED_STATES, ErrorReportState
from communities.models import Body

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from cms_pages.models import ErrorReport  # noqa: F401


@dataclass(frozen=True)
class Counts:
    """What a body did with the errors that readers found on its pages.

    Attributes:
        received: reports since the given moment; spam is not among them.
        answered: how many of these are answered.
        on_time: how many of the answered ones were answered by their day.
        overdue: open ones past their day, whenever they came.
    """

    received: int
    answered: int
    on_time: int
    overdue: int


class ErrorReportQuerySet(QuerySet["ErrorReport"]):
    """Reports, the newest first."""

    def open(self) -> "ErrorReportQuerySet":
        """Return those that wait, whose day comes first, first."""
        return self.filter(state=ErrorReportState.OPEN).order_by("due_on", "pk")

    def closed(self) -> "ErrorReportQuerySet":
        """Return those that are done with, the last one first."""
        return self.exclude(state=ErrorReportState.OPEN).order_by("-closed_at", "-pk")

    def overdue(self, today: date) -> "ErrorReportQuerySet":
        """Return the open ones whose day is over."""
        return self.open().filter(due_on__lt=today)

    def due_by(self, day: date) -> "ErrorReportQuerySet":
        """Return the open ones whose day is `day` or earlier."""
        return self.open().filter(due_on__lte=day)

    def handled_by(self, user: "User | AnonymousUser") -> "ErrorReportQuerySet":
        """Return those that are `user`'s to answer: for bodies whose pages they write."""
        from cms_pages.error_reports.permissions import handling_bodies

        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        return self.filter(body__in=handling_bodies(user))

    def own(self, user: "User") -> "ErrorReportQuerySet":
        """Return those that `user` made with their account."""
        return self.filter(reporter=user.pk)

    def visible_to(self, user: "User | AnonymousUser") -> "ErrorReportQuerySet":
        """Return those that `user` may read. Twin of `cms_pages.error_reports.permissions.can_see`."""
        from cms_pages.error_reports.permissions import handling_bodies

        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(body__in=handling_bodies(user)) | Q(reporter=user.pk))

    def counts_by_body(
        self, *, since: datetime, today: date, bodies: Iterable[Body] | None = None
    ) -> dict[int, Counts]:
        """Return what each body did, by its key; one query. A body that nothing was reported to is left out.

        Public: numbers only. For the inspection page and for reports of those above.

        Args:
            since: from when reports are counted as received.
            today: the present day, for what is overdue.
            bodies: only these; None for all.
        """
        rows = self.exclude(state=ErrorReportState.SPAM)
        if bodies is not None:
            rows = rows.filter(body__in=list(bodies))
        recent, answered = Q(reported_at__gte=since), Q(state__in=sorted(ANSWERED_STATES))
        found = (
            rows.filter(recent | Q(state=ErrorReportState.OPEN))
            .annotate(closed_on=TruncDate("closed_at"))
            .annotate(in_time=Case(When(closed_on__lte=F("due_on"), then=True), default=False))
            .order_by()
            .values("body_id")
            .annotate(
                received=Count("pk", filter=recent),
                answered=Count("pk", filter=recent & answered),
                on_time=Count("pk", filter=recent & answered & Q(in_time=True)),
                overdue=Count("pk", filter=Q(state=ErrorReportState.OPEN, due_on__lt=today)),
            )
        )
        return {
            row["body_id"]: Counts(
                received=row["received"],
                answered=row["answered"],
                on_time=row["on_time"],
                overdue=row["overdue"],
            )
            for row in found
        }
