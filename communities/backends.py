"""Lets officials into Wagtail's admin by their memberships."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from communities.permissions import has_right
from communities.roles import Right

# Wagtail asks Django for these by name; everything else it asks a policy for.
RIGHT_BEHIND_PERMISSION = {
    "wagtailadmin.access_admin": Right.ENTER_WORKBENCH,
    "wagtailredirects.add_redirect": Right.MANAGE_DISTRICT,
    "wagtailredirects.change_redirect": Right.MANAGE_DISTRICT,
    "wagtailredirects.delete_redirect": Right.MANAGE_DISTRICT,
}


class RoleBackend(BaseBackend):
    """Grants the permissions that stand for a right of somebody's roles. It authenticates nobody."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return whether one of the person's memberships carries the right behind `perm`."""
        right = RIGHT_BEHIND_PERMISSION.get(perm)
        return right is not None and user_obj.is_active and has_right(user_obj, right)
