"""Notifications about services: who is told, by a consumer of events, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages.choices import RatingState
from cms_pages.models import ServicePage, ServiceProposal, ServiceRating
from cms_pages.services.people import officials_for
from cms_pages.services.permissions import publishing_bodies
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

_TO_OFFICIALS = frozenset(
    {"service_rating.submitted", "service_rating.changed", "service_proposal.submitted"}
)
_TO_AUTHOR = frozenset(
    {
        "service_rating.published",
        "service_rating.rejected",
        "service_rating.answered",
        "service_proposal.approved",
        "service_proposal.rejected",
    }
)
_TOLD = _TO_OFFICIALS | _TO_AUTHOR


@register("service_notifications", wants=lambda event: event.verb in _TOLD)
def tell(event: Event) -> None:
    """Tell the publisher of what waits for it, and the author of what became of it."""
    model = ServiceRating if event.verb.startswith("service_rating.") else ServiceProposal
    row = model.objects.select_related("service").filter(pk=event.object_id).first()
    if row is None:
        return
    if event.verb in _TO_OFFICIALS:
        people = officials_for(row.service.body_owner_id, now=event.at)
    else:
        people = [row.author_id] if row.author_id else []
    notify(actor=event.actor, recipients=people, kind=event.verb, instance=row, event=event, now=event.at)


@registry.register("service.assurance_due")
def _due(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what is to be assured, for officials of the publisher."""
    services = ServicePage.objects.filter(
        pk__in=[row.object_id for row in notifications], body_owner__in=publishing_bodies(reader)
    )
    found = {str(service.pk): service for service in services.defer("description", "pictures", "search_text")}
    return {
        row.pk: Wording(
            title=_("请核对便民服务：%(title)s") % {"title": found[row.object_id].title},
            url=reverse("service_care:index"),
            note=_("信息仍然准确的，点一下“仍然准确”即可。"),
        )
        for row in notifications
        if row.object_id in found
    }


def _for_officials(
    title: str, queue: str
) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for what waits in a queue of the reader's bodies."""
    model = ServiceProposal if queue == "service_proposals:index" else ServiceRating

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = model.objects.filter(
            pk__in=[row.object_id for row in notifications],
            service__body_owner__in=publishing_bodies(reader),
        ).select_related("service")
        found = {str(row.pk): row for row in rows}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].service.title}, url=reverse(queue)
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _for_author(title: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for what became of the reader's own rating."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = ServiceRating.objects.filter(
            pk__in=[row.object_id for row in notifications], author=reader, service__live=True
        ).select_related("service")
        found = {str(row.pk): row for row in rows}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].service.title},
                url=f"{found[row.object_id].service.get_url() or ''}",
                note=found[row.object_id].reason
                if found[row.object_id].state == RatingState.REJECTED
                else "",
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _for_provider(title: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for what became of the reader's own proposal."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = ServiceProposal.objects.filter(
            pk__in=[row.object_id for row in notifications], author=reader, service__live=True
        ).select_related("service")
        found = {str(row.pk): row for row in rows}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].service.title},
                url=found[row.object_id].service.get_url() or "",
                note=found[row.object_id].reason,
            )
            for row in notifications
            if row.object_id in found
        }

    return words


registry.register("service_rating.submitted")(
    _for_officials("有新评价待审核：%(title)s", "service_ratings:index")
)
registry.register("service_rating.changed")(
    _for_officials("有人改写了评价，待审核：%(title)s", "service_ratings:index")
)
registry.register("service_proposal.submitted")(
    _for_officials("服务单位建议修改：%(title)s", "service_proposals:index")
)
registry.register("service_rating.published")(_for_author("您的评价已公开：%(title)s"))
registry.register("service_rating.rejected")(_for_author("您的评价没有公开：%(title)s"))
registry.register("service_rating.answered")(_for_author("您的评价有回复：%(title)s"))
registry.register("service_proposal.approved")(_for_provider("修改建议已采纳：%(title)s"))
registry.register("service_proposal.rejected")(_for_provider("修改建议未采纳：%(title)s"))
