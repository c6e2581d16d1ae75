"""Rights on a register's rows in the workbench, each answered by a `can_x` function of `permissions.py`."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies.base import BasePermissionPolicy

from communities.permissions import people_with
from communities.roles import Right

if TYPE_CHECKING:
    from accounts.models import User

# Asked with the object, or with None for “on some object or other”.
Can = Callable[["User | AnonymousUser", Any], bool]


class RegisterPolicy(BasePermissionPolicy):
    """Delegates each of Wagtail's actions to the function in `can`; an action that isn't there is nobody's.

    `scope(user)` bounds whatever `can` says.
    """

    def __init__(
        self, model: type[Model], can: Mapping[str, Can], scope: Callable[[Any], QuerySet[Any]]
    ) -> None:
        super().__init__(model)
        self.can = can
        self.scope = scope

    def user_has_permission(self, user: "User | AnonymousUser", action: str) -> bool:
        """Return whether `user` may do `action` to some object."""
        return action in self.can and bool(self.can[action](user, None))

    def user_has_permission_for_instance(
        self, user: "User | AnonymousUser", action: str, instance: Model
    ) -> bool:
        """Return whether `user` may do `action` to `instance`."""
        return action in self.can and bool(self.can[action](user, instance))

    def instances_user_has_any_permission_for(
        self, user: "User | AnonymousUser", actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Return what `user` sees of the objects, where they may do any of `actions` to some."""
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.scope(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Return the officials who may do any of `actions` to some object."""
        found = [
            user.pk
            for user in people_with(Right.ENTER_WORKBENCH)
            if self.user_has_any_permission(user, set(actions))
        ]
        return get_user_model()._default_manager.filter(pk__in=found)
