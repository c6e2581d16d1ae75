"""Notifications about disclosures: who is told, by a consumer of events, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages.actions.alert_unsupervised_check import alert_unsupervised_check
from cms_pages.disclosures.permissions import can_see_objection, can_supervise
from cms_pages.models import DisclosureCheck, DisclosureObjection
from disclosure.people import supervisors_of, writers_of
from disclosure.permissions import discloses_for, oversees
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

_CHECKS = frozenset({"disclosure_check.submitted", "disclosure_check.passed", "disclosure_check.returned"})
_OBJECTIONS = frozenset({"disclosure_objection.submitted", "disclosure_objection.answered"})
_TOLD = _CHECKS | _OBJECTIONS


@register("disclosure_notifications", wants=lambda event: event.verb in _TOLD)
def tell(event: Event) -> None:
    """Tell supervisors what waits for them, writers what became of it, and residents that they were
    answered.
    """
    model: Any = DisclosureCheck if event.verb in _CHECKS else DisclosureObjection
    row = model.objects.select_related("page__body_owner__area").filter(pk=event.object_id).first()
    if row is None:
        return
    people = _people(event, row)
    notify(actor=event.actor, recipients=people, kind=event.verb, instance=row, event=event, now=event.at)
    if event.verb == "disclosure_check.submitted":
        alert_unsupervised_check(actor=None, check_id=row.pk, now=event.at)


def _people(event: Event, row: Any) -> list[int]:
    body = row.page.body_owner
    if event.verb == "disclosure_check.submitted":
        return supervisors_of(body, now=event.at)
    if event.verb == "disclosure_objection.answered":
        return [row.author_id] if row.author_id else []
    return writers_of(body, now=event.at)


@register("disclosure_corrections", wants=lambda event: event.verb == "disclosure.corrected")
def tell_of_correction(event: Event) -> None:
    """Tell those whose objections a new version answers."""
    keys = event.changes.get("objections", [None, []])[1] or []
    for objection in DisclosureObjection.objects.filter(pk__in=keys, author__isnull=False):
        notify(
            actor=event.actor,
            recipients=[objection.author_id or 0],
            kind="disclosure_objection.corrected",
            instance=objection,
            event=event,
            now=event.at,
        )


Renderer = Callable[[Sequence["Notification"], "User"], Mapping[int, Wording]]


def _of(
    model: Any, title: str, *, may: "Callable[[User, Any], bool]", url: Callable[[Any], str], note: str = ""
) -> "Renderer":
    """Return a renderer for rows of `model` that know their page."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        rows = model.objects.filter(pk__in=[row.object_id for row in notifications])
        found = {
            str(row.pk): row
            for row in rows.select_related("page__body_owner", "page__area")
            if may(reader, row)
        }
        return {
            row.pk: Wording(
                title=_(title) % {"title": found[row.object_id].page.title},
                url=url(found[row.object_id]),
                note=_(note) if note else "",
            )
            for row in notifications
            if row.object_id in found
        }

    return words


def _editor(row: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


def _public(row: Any) -> str:
    return row.page.get_url() or ""


def _writes(reader: "User", row: Any) -> bool:
    return discloses_for(reader, row.page.body_owner)


def _concerns(reader: "User", row: Any) -> bool:
    return _writes(reader, row) or oversees(reader, row.page.area)


def _is_author(reader: "User", row: Any) -> bool:
    return bool(row.author_id == reader.pk)


def _checking(row: Any) -> str:
    return reverse("disclosure-check", args=[row.pk])


def _answering(row: Any) -> str:
    return reverse("disclosure_objections:edit", args=[row.pk])


registry.register("disclosure_check.submitted")(
    _of(DisclosureCheck, "请审核公开内容：%(title)s", may=can_supervise, url=_checking)
)
registry.register("disclosure_check.passed")(
    _of(DisclosureCheck, "已审核通过并公开：%(title)s", may=_writes, url=_public)
)
registry.register("disclosure_check.returned")(
    _of(DisclosureCheck, "审核退回，请修改：%(title)s", may=_writes, url=_editor)
)
registry.register("disclosure_check.unsupervised")(
    _of(
        DisclosureCheck,
        "没有监督员可以审核：%(title)s",
        may=_concerns,
        url=lambda row: reverse("disclosure_duties:index") + f"?body={row.page.body_owner_id}",
        note="请主任任命监督员，或请另一位监督员审核。",
    )
)
registry.register("disclosure_objection.submitted")(
    _of(DisclosureObjection, "居民对公开内容有异议：%(title)s", may=can_see_objection, url=_answering)
)
registry.register("disclosure_objection.unanswered")(
    _of(DisclosureObjection, "异议超期未答复：%(title)s", may=can_see_objection, url=_answering)
)
registry.register("disclosure_objection.answered")(
    _of(DisclosureObjection, "您的异议有答复：%(title)s", may=_is_author, url=_public)
)
registry.register("disclosure_objection.corrected")(
    _of(DisclosureObjection, "您提出异议的内容已更正：%(title)s", may=_is_author, url=_public)
)
