"""Lets officials into Wagtail's admin by their memberships."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from communities.permissions import has_right
from communities.roles import Right


class RoleBackend(BaseBackend):
    """Grants `wagtailadmin.access_admin` to whoever may enter the workbench. It authenticates nobody."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm == "wagtailadmin.access_admin" and has_right(user_obj, Right.ENTER_WORKBENCH)
