"""Rights in the page tree: a body's officials on the pages that `BodyPage` names, and on all below them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from communities.models import BodyPage, Membership
from communities.permissions import standing_of
from communities.roles import Right, roles_with

if TYPE_CHECKING:
    from accounts.models import User

# What each right is worth in Wagtail's own words, always on a body's own pages.
ACTIONS_OF_RIGHT: dict[Right, tuple[str, ...]] = {
    Right.WRITE_PAGES: ("add", "change"),
    Right.PUBLISH_PAGES: ("publish", "lock", "unlock"),
    Right.MANAGE_DISTRICT: ("bulk_delete",),
}


class MembershipPagePermissionPolicy(PagePermissionPolicy):
    """Page permissions that come from memberships. Groups grant nothing."""

    def get_all_permissions_for_user(self, user: "User | AnonymousUser") -> list[GroupPagePermission]:
        """Return one unsaved permission for each page and action that the person's memberships give. One
        query.
        """
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        standing = standing_of(user)
        rights_in = {right: {body.pk for body in standing.bodies_with(right)} for right in ACTIONS_OF_RIGHT}
        bodies = set().union(*rights_in.values())
        if not bodies:
            return []
        rows = BodyPage.objects.filter(body__in=bodies).select_related("page").order_by("page__path")
        granted = [
            (row.page, action)
            for row in rows
            for right, actions in ACTIONS_OF_RIGHT.items()
            if row.body_id in rights_in[right]
            for action in actions
        ]
        # Wagtail puts them into sets, and a model instance without a key can't be hashed. The keys are
        # never read.
        return [
            GroupPagePermission(
                pk=-number, page=page, permission=Permission(codename=self._get_permission_codename(action))
            )
            for number, (page, action) in enumerate(granted, start=1)
        ]

    def users_with_any_permission(
        self, actions: Iterable[str], include_superusers: bool = True
    ) -> QuerySet[Any]:
        """Return the active people who may do any of `actions` on some page."""
        return self._users(actions, BodyPage.objects.all(), include_superusers)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Page, include_superusers: bool = True
    ) -> QuerySet[Any]:
        """Return the active people who may do any of `actions` on `instance`."""
        above = instance.get_ancestors(inclusive=True)
        return self._users(actions, BodyPage.objects.filter(page__in=above), include_superusers)

    def _users(
        self, actions: Iterable[str], body_pages: QuerySet[BodyPage], include_superusers: bool
    ) -> QuerySet[Any]:
        wanted = set(actions)
        # Each right by itself: its roles, in the bodies whose pages these are.
        roles = {
            role
            for right, granted in ACTIONS_OF_RIGHT.items()
            if wanted & set(granted)
            for role in roles_with(right)
        }
        memberships = Membership.objects.current(today=timezone.localdate()).filter(
            role__in=roles, body__in=body_pages.values("body")
        )
        found = Q(pk__in=memberships.values("user"))
        if include_superusers:
            found |= Q(is_superuser=True)
        return get_user_model()._default_manager.filter(found, is_active=True)
