"""Rights on files: a body's officials in their body's folder, everybody with files of their own in shared
ones.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from communities.models import Body, Membership
from communities.permissions import standing_of
from communities.roles import Right, roles_with

if TYPE_CHECKING:
    from accounts.models import User

OWN_FOLDER = ("add", "change", "choose")
SHARED_FOLDER = ("choose",)


class MembershipCollectionPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Permissions on the files of one model that come from memberships. Groups grant nothing.

    Whoever may upload files in a body does everything in that body's folder and may choose from the shared
    ones; district administrators do everything in every folder. (“Change” includes “delete” in Wagtail.)
    """

    def __init__(
        self,
        model: str,
        *,
        auth_model: str,
        shared_folders: Callable[[], Iterable[Collection]],
    ) -> None:
        """Make the policy.

        Args:
            model: label of our class of files.
            auth_model: label of Wagtail's class of the same kind, which names the permissions.
            shared_folders: returns the folders from which everybody may choose.
        """
        super().__init__(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        self.shared_folders = shared_folders
        # Each model keeps its own answers on the user object; Wagtail's name is one for all models.
        self.permission_cache_name = f"_collection_permissions_{model.replace('.', '_').lower()}"

    def get_all_permissions_for_user(self, user: "User | AnonymousUser") -> list[GroupCollectionPermission]:
        """Return one unsaved permission for each folder and action that the person's memberships give."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        standing = standing_of(user)
        granted: list[tuple[Collection, str]] = []
        if standing.has(Right.MANAGE_DISTRICT):
            root = Collection.get_first_root_node()
            granted += [(root, action) for action in OWN_FOLDER]
        elif bodies := standing.bodies_with(Right.UPLOAD_FILES):
            keys = [body.collection_id for body in bodies if body.collection_id]
            for folder in Collection.objects.filter(pk__in=keys).order_by("path"):
                granted += [(folder, action) for action in OWN_FOLDER]
            for folder in self.shared_folders():
                granted += [(folder, action) for action in SHARED_FOLDER]
        # Wagtail puts them into sets, and a model instance without a key can't be hashed. The keys are
        # never read.
        return [
            GroupCollectionPermission(
                pk=-number,
                collection=folder,
                permission=Permission(codename=self._get_permission_codename(action)),
            )
            for number, (folder, action) in enumerate(granted, start=1)
        ]

    def _check_perm(
        self, user: "User | AnonymousUser", actions: Iterable[str], collection: Collection | None = None
    ) -> bool:
        """Return whether `user` may do any of `actions` (in `collection`, where given)."""
        if not (user.is_active and user.is_authenticated):
            return False
        if user.is_superuser:
            return True
        granted = self._get_user_permission_objects_for_actions(user, actions)
        return any(collection is None or _reaches(grant.collection, collection) for grant in granted)

    def _collections_with_perm(
        self, user: "User | AnonymousUser", actions: Iterable[str]
    ) -> QuerySet[Collection]:
        """Return the folders in which `user` may do any of `actions`."""
        granted = self._get_user_permission_objects_for_actions(user, actions)
        if any(grant.collection.is_root() for grant in granted):
            return Collection.objects.all()
        return Collection.objects.filter(pk__in={grant.collection_id for grant in granted})

    def _users_with_perm_filter(self, actions: Iterable[str], collection: Collection | None = None) -> Q:
        """Return the filter for the people who may do any of `actions` (in `collection`, where given)."""
        memberships = Membership.objects.current(today=timezone.localdate())
        found = memberships.filter(role__in=roles_with(Right.MANAGE_DISTRICT))
        uploaders = memberships.filter(role__in=roles_with(Right.UPLOAD_FILES))
        if collection is not None:
            is_shared = collection.pk in {folder.pk for folder in self.shared_folders()}
            if not (is_shared and set(actions) & set(SHARED_FOLDER)):
                uploaders = uploaders.filter(body__in=Body.objects.filter(collection=collection))
        if set(actions) & set(OWN_FOLDER):
            found = found | uploaders
        people = get_user_model()._default_manager.filter(memberships__in=found.values("pk"))
        return Q(is_active=True) & (Q(is_superuser=True) | Q(pk__in=people.values("pk")))


def _reaches(granted: Collection, folder: Collection) -> bool:
    """Return whether rights on `granted` reach `folder`: only those on the root reach what lies below.

    A committee's folder lies in its street's, whose staff have no business in it; Wagtail would let them in.
    """
    return granted.pk == folder.pk or granted.is_root()
