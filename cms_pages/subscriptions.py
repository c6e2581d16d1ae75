"""Subscriptions to the columns: who is told of what was published, and how it is worded.

A row of the notification names the page; its title is read when it is shown, of what the reader may see then.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages.choices import Audience
from cms_pages.columns import COLUMNS, Column
from cms_pages.models import DisclosurePage, GuidePage, NoticePage, ServicePage
from communities.choices import Role
from communities.models import Area, Membership
from events.consumers import register
from events.models import Event
from notifications import subscribing
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

# By the verb that makes something new of a column: the column, and the kind of the notification.
TOLD: Final = {
    "notice.published": ("notices", "notice.issued"),
    "disclosure.published": ("disclosures", "disclosure.issued"),
    "guide.published": ("guides", "guide.issued"),
    "service.published": ("services", "service.issued"),
}
_MODELS: Final[dict[str, type[Page]]] = {
    "notice.issued": NoticePage,
    "disclosure.issued": DisclosurePage,
    "guide.issued": GuidePage,
    "service.issued": ServicePage,
}


@register("subscriptions", wants=lambda event: event.verb in TOLD and bool(event.area_paths))
def tell(event: Event) -> None:
    """Tell those who subscribed; of what is urgent, all residents of the areas that it is for."""
    column, kind = TOLD[event.verb]
    page = _public(kind).filter(pk=event.object_id).first()
    if page is None:
        return
    people = subscribing.subscribers(column, event.area_paths)
    is_urgent = isinstance(page, NoticePage) and page.is_urgent
    if is_urgent:
        people |= _residents(event)
    notify(
        actor=event.actor,
        recipients=people,
        kind=kind,
        instance=page,
        event=event,
        now=event.at,
        is_urgent=is_urgent,
    )


def _public(kind: str) -> Any:
    """Return the pages of that kind that everybody may read now."""
    rows: Any = _MODELS[kind].objects.live().public()
    return rows.exclude(audience=Audience.COMMITTEES) if kind == "notice.issued" else rows


def _residents(event: Event) -> set[int]:
    ids = {int(path.rstrip("/").rpartition("/")[2]) for path in event.area_paths}
    areas = [area for area in Area.objects.active() if not ids.isdisjoint(area.ancestor_ids)]
    current = Membership.objects.current(today=timezone.localdate(event.at)).filter(
        role=Role.RESIDENT, body__area__in=[area.pk for area in areas]
    )
    return set(current.order_by().values_list("user_id", flat=True))


def _words(
    kind: str, group: str, notifications: "Sequence[Notification]", reader: "User"
) -> Mapping[int, Wording]:
    """Word what is new in a column; what was taken down, or is not for everybody any more, shows nothing."""
    rows = _public(kind).filter(pk__in=[row.object_id for row in notifications]).select_related("area")
    found = {str(page.pk): page for page in rows}
    words: dict[int, Wording] = {}
    for row in notifications:
        page = found.get(row.object_id)
        if page is None:
            continue
        area = page.area.short_name
        urgent = _("紧急：") if getattr(page, "is_urgent", False) else ""
        words[row.pk] = Wording(
            title=f"{urgent}{page.title}",
            url=page.get_url() or "/",
            note=str(page.area),
            group=f"{kind} {page.area_id}",
            group_title=_(group) % {"area": area, "count": "%(count)s"},
        )
    return words


_GROUPS: Final = {
    "notice.issued": "%(area)s有%(count)s条新公告",
    "disclosure.issued": "%(area)s有%(count)s项新公开",
    "guide.issued": "%(area)s有%(count)s份新办事指南",
    "service.issued": "%(area)s有%(count)s项新便民服务",
}
for _kind, _group in _GROUPS.items():
    registry.register(_kind)(partial(_words, _kind, _group))


def _urls(column: Column, tail: str, areas: Sequence[Area]) -> dict[int, str]:
    """Return the addresses of the column's lists, or of what lies below them, by key of the area."""
    pages: Any = column.page_model.objects
    rows = pages.live().filter(area__in=[area.pk for area in areas])
    return {page.area_id: f"{page.get_url()}{tail}" for page in rows if page.get_url()}


for _position, _column in enumerate(COLUMNS):
    # The forum's boards have a bell and a feed of their own, and one for each topic.
    if not _column.app:
        subscribing.columns.register(_column.key)(
            subscribing.Column(
                label=_column.title,
                url=partial(_urls, _column, ""),
                feeds=partial(_urls, _column, "feed/"),
                position=_position,
            )
        )
