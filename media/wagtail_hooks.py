"""What this app adds to the workbench: a report of space, and bulk actions that name no others' files."""

from typing import Any, cast

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as AddDocumentsToCollection
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as AddImagesToCollection
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeleteImages

from accounts.models import User
from media.space import folders_of
from media.views import held, space

# After Wagtail's own, whose place ours take.
LATER = 1000


@hooks.register("register_admin_urls")
def register_addresses() -> list[Any]:
    return [*space.addresses(), *held.addresses()]


@hooks.register("register_reports_menu_item")
def register_space_item() -> MenuItem:
    return OwnersItem(
        _("文件占用空间"), reverse_lazy("file_space:index"), name="file-space", icon_name="doc-full-inverse"
    )


@hooks.register("register_reports_menu_item")
def register_held_item() -> MenuItem:
    return KeepersItem(_("留存的附件"), reverse_lazy("held_files:index"), name="held-files", icon_name="lock")


class KeepersItem(MenuItem):
    """A list for those who keep order."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user does."""
        return held.keeps_order(cast("User", request.user))


class OwnersItem(MenuItem):
    """A report for those who have a folder."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user has one."""
        return bool(folders_of(cast("User", request.user)).exists())


class _OwnFilesBulkAction:
    """Leaves out files that the user may not change, which Wagtail names as “no access”."""

    def get_queryset(self, _model: type[Model], object_ids: list[Any]) -> list[Model]:
        """Return the files of `object_ids` that are the user's to change."""
        keys = [int(key) for key in object_ids if str(key).isdecimal()]
        owned = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")  # type: ignore[attr-defined]
        return list(owned.filter(pk__in=keys))

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        """Return the keys that “all” stands for."""
        parent = parent_id if (parent_id or "").isdecimal() else None
        return super().get_all_objects_in_listing_query(parent)  # type: ignore[misc]


class OwnDeleteImages(_OwnFilesBulkAction, DeleteImages):
    pass


class OwnImagesToCollection(_OwnFilesBulkAction, AddImagesToCollection):
    pass


class OwnDeleteDocuments(_OwnFilesBulkAction, DeleteDocuments):
    pass


class OwnDocumentsToCollection(_OwnFilesBulkAction, AddDocumentsToCollection):
    pass


for _action in (OwnDeleteImages, OwnImagesToCollection, OwnDeleteDocuments, OwnDocumentsToCollection):
    hooks.register("register_bulk_action", _action, order=LATER)
