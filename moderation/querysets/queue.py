"""Reads of the queue."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from communities.models import Body
from moderation.choices import ItemState, ReportState, Verdict

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from moderation.models import Decision, QueueItem, Report  # noqa: F401


class QueueItemQuerySet(models.QuerySet["QueueItem"]):
    """What is or was in the queue, the oldest first."""

    def waiting(self) -> "QueueItemQuerySet":
        """Return what nobody has decided yet."""
        return self.filter(state=ItemState.WAITING)

    def of(self, kind: str, key: object) -> "QueueItemQuerySet":
        """Return the rows about one object."""
        return self.filter(object_kind=kind, object_id=str(key))

    def visible_to(self, user: "User | AnonymousUser") -> "QueueItemQuerySet":
        """Return what `user` moderates. Twin of `moderation.permissions.can_see_item`."""
        from moderation.permissions import moderated_bodies

        return self.filter(body__in=moderated_bodies(user))


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, the newest first."""

    def standing(self) -> "DecisionQuerySet":
        """Return those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def rejections_of(self, authors: Iterable[int | None], *, since: datetime) -> dict[int, int]:
        """Return how many things of each of `authors` were rejected since then; one query."""
        rows = self.standing().filter(
            verdict=Verdict.REJECT, item__author__in=set(authors), decided_at__gt=since
        )
        counted = rows.order_by().values("item__author").annotate(number=models.Count("pk"))
        return dict(counted.values_list("item__author", "number"))


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, the oldest first."""

    def open(self) -> "ReportQuerySet":
        """Return those that no decision has answered."""
        return self.filter(state=ReportState.OPEN)


def bodies_within(bodies: "list[Body]") -> "models.QuerySet[Body]":
    """Return the bodies whose area lies in the area of one of `bodies`, these included."""
    if not bodies:
        return Body.objects.none()
    wanted = models.Q()
    for body in bodies:
        wanted |= models.Q(area__path__startswith=body.area.path)
    return Body.objects.filter(wanted)
