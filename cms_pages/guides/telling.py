"""Notifications about guides: who is told, and how it is worded."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages.guides.permissions import reviewed_bodies
from cms_pages.models import GuidePage
from communities.models import Membership
from communities.roles import Right, roles_with
from design.formatting import cn_date
from notifications.rendering import Wording, registry

if TYPE_CHECKING:
    from accounts.models import User
    from notifications.models import Notification


def officials_for(body_id: int, *, today: date) -> list[int]:
    """Return the keys of the people who publish for the body with that key, each once."""
    memberships = Membership.objects.current(today=today).filter(
        body_id=body_id, role__in=roles_with(Right.PUBLISH_PAGES), user__is_active=True
    )
    return sorted(set(memberships.values_list("user_id", flat=True)))


def _of_own_guides(template: str) -> "Callable[[Sequence[Notification], User], Mapping[int, Wording]]":
    """Return a renderer for reminders; a guide that is reviewed or gone shows none."""

    def words(notifications: "Sequence[Notification]", reader: "User") -> Mapping[int, Wording]:
        keys = {row.object_id for row in notifications}
        own = GuidePage.objects.of_bodies(reviewed_bodies(reader)).live().filter(pk__in=keys)
        found = {str(guide.pk): guide for guide in own.select_related("care", "body_owner")}
        return {
            row.pk: Wording(
                title=_(template) % {"title": found[row.object_id].title},
                url=reverse("guide_reviews:index"),
                note=_("核对期限 %(day)s") % {"day": cn_date(found[row.object_id].care.due_on)},
            )
            for row in notifications
            if row.object_id in found and hasattr(found[row.object_id], "care")
        }

    return words


registry.register("guide.review_due")(_of_own_guides("请核对办事指南：%(title)s"))
registry.register("guide.review_overdue")(_of_own_guides("办事指南过期未核对：%(title)s"))
