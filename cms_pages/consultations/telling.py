"""Notifications about consultations: who is told, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages.choices import OpinionState
from cms_pages.consultations.permissions import publishing_bodies
from cms_pages.models import ConsultationPage, Opinion
from cms_pages.services.people import officials_for
from design.formatting import cn_date
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

_DECIDED = frozenset({"opinion.published", "opinion.hidden"})
_WAITING = frozenset({"opinion.given", "opinion.changed"})
_TOLD = _DECIDED | _WAITING | {"consultation.outcome_published"}


@register("consultation_notifications", wants=lambda event: event.verb in _TOLD)
def tell(event: Event) -> None:
    """Tell the publisher of what waits for it, an author of what became of their words, and all who took part
    of the outcome.
    """
    if event.verb == "consultation.outcome_published":
        page = ConsultationPage.objects.filter(pk=event.object_id, live=True).first()
        if page is not None:
            authors = page.opinions.filter(author__isnull=False).values_list("author_id", flat=True)
            _notify(event, list(authors), page)
        return
    opinion = Opinion.objects.select_related("consultation").filter(pk=event.object_id).first()
    if opinion is None:
        return
    if event.verb in _DECIDED:
        _notify(event, [opinion.author_id] if opinion.author_id else [], opinion)
    elif opinion.state == OpinionState.PENDING:
        _notify(event, officials_for(opinion.consultation.body_owner_id, now=event.at), opinion)


def _notify(event: Event, people: list[int], instance: ConsultationPage | Opinion) -> None:
    notify(
        actor=event.actor, recipients=people, kind=event.verb, instance=instance, event=event, now=event.at
    )


def _for_officials(title: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for opinions that wait for the reader's bodies."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Opinion.objects.managed_by(reader).filter(pk__in=[row.object_id for row in notifications])
        found = {str(row.pk): row for row in rows.select_related("consultation")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].consultation.title},
                url=reverse("consultations:opinions", args=[found[row.object_id].consultation_id]),
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _for_author(title: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for what became of the reader's own opinion."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = Opinion.objects.filter(
            pk__in=[row.object_id for row in notifications], author=reader.pk, consultation__live=True
        )
        found = {str(row.pk): row for row in rows.select_related("consultation")}
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].consultation.title},
                url=found[row.object_id].consultation.get_url() or "",
                note=found[row.object_id].reason,
            )
            for row in notifications
            if row.object_id in found
        }

    return words


@registry.register("consultation.outcome_published")
def _outcome(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word the outcome, for whoever took part."""
    rows = ConsultationPage.objects.live().in_bulk([int(row.object_id) for row in notifications])
    return {
        row.pk: Wording(
            title=_("征集结果已公布：%(title)s") % {"title": rows[int(row.object_id)].title},
            url=rows[int(row.object_id)].get_url() or "",
        )
        for row in notifications
        if int(row.object_id) in rows
    }


def _outcome_wanted(title: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for an outcome that is due, for the publisher and whoever is above it."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        paths = [body.area.path for body in publishing_bodies(reader)]
        rows = ConsultationPage.objects.select_related("care", "area", "body_owner").in_bulk(
            [int(row.object_id) for row in notifications]
        )
        shown = {
            key: page
            for key, page in rows.items()
            if not page.outcome_summary and any(page.area.path.startswith(path) for path in paths)
        }
        return {
            row.pk: Wording(
                title=_(title) % {"title": shown[int(row.object_id)].title},
                url=shown[int(row.object_id)].get_url() or "",
                note=_("%(body)s应在%(day)s前公布结果")
                % {
                    "body": shown[int(row.object_id)].body_owner,
                    "day": cn_date(shown[int(row.object_id)].care.outcome_due_on),
                },
            )
            for row in notifications
            if int(row.object_id) in shown
        }

    return words


registry.register("opinion.given")(_for_officials("有新意见待审核：%(title)s"))
registry.register("opinion.changed")(_for_officials("有人改写了意见，待审核：%(title)s"))
registry.register("opinion.published")(_for_author("您的意见已公开：%(title)s"))
registry.register("opinion.hidden")(_for_author("您的意见没有公开：%(title)s"))
registry.register("consultation.outcome_due")(_outcome_wanted("该公布征集结果了：%(title)s"))
registry.register("consultation.outcome_late")(_outcome_wanted("征集结果逾期未公布：%(title)s"))
