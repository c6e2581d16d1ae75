"""Who hears of a page that could not be published at its hour, whatever its type, and in which words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms_pages.models import ScheduleFailure
from cms_pages.notices.permissions import publishing_body_ids
from communities.models import Membership
from communities.roles import Right, roles_with
from events.consumers import register
from events.models import Event
from notifications.actions.notify import notify
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification

FAILED = "page.schedule_failed"


@register("schedule_notifications", wants=lambda event: event.verb == FAILED)
def tell(event: Event) -> None:
    """Tell officials of the body whose page it is."""
    page = Page.objects.filter(pk=event.object_id).first()
    if page is None or event.body_id is None:
        return
    memberships = Membership.objects.current(today=timezone.localdate(event.at)).filter(
        body_id=event.body_id, role__in=roles_with(Right.PUBLISH_PAGES)
    )
    people = memberships.values_list("user_id", flat=True)
    notify(actor=None, recipients=list(people), kind=FAILED, instance=page, event=event, now=event.at)


@registry.register(FAILED)
def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
    """Word what could not be published, while it is not; for officials of the publisher."""
    failures = ScheduleFailure.objects.filter(page__in=[row.object_id for row in notifications])
    bodies = publishing_body_ids(reader)
    if bodies is not None:
        failures = failures.filter(body__in=bodies)
    found = {str(failure.page_id): failure for failure in failures.select_related("page")}
    return {
        row.pk: Wording(
            title=_("没能定时发布：%(title)s") % {"title": found[row.object_id].page.draft_title},
            url=reverse("wagtailadmin_pages:edit", args=[row.object_id]),
            note=found[row.object_id].reason,
        )
        for row in notifications
        if row.object_id in found
    }
