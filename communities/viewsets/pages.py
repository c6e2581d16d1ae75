"""Wagtail's own page views, made to name nobody and nothing from other bodies."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.listing import (
    EditedByFilter,
    GenericPageFilterSet,
)
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry

from communities.policies.choosable import own_pages


def _owners(request: HttpRequest) -> QuerySet[Any]:
    return get_user_model().objects.filter(
        pk__in=own_pages(request.user).order_by().values_list("owner_id", flat=True)
    )


def _editors(request: HttpRequest) -> QuerySet[Any]:
    entries = PageLogEntry.objects.filter(
        action="wagtail.edit", page__in=own_pages(request.user).order_by().values("pk")
    )
    return get_user_model().objects.filter(pk__in=entries.order_by().values_list("user_id", flat=True))


class OwnPagesFilterSet(GenericPageFilterSet):
    """The explorer's filters; Wagtail's own list everybody who ever made or edited a page anywhere."""

    owner = MultipleUserFilter(label=_("创建人"), queryset=_owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("编辑人"), queryset=_editors, widget=CheckboxSelectMultiple)
    site = None


class OwnPagesViewSet(PageViewSet):
    """The views of all pages whose type has no viewset of its own."""

    filterset_class = OwnPagesFilterSet


class _OwnPagesBulkAction:
    """Leaves out pages that are not the user's, which Wagtail names as “no access”."""

    def get_queryset(self, model: type[Page], object_ids: list[Any]) -> list[Page]:
        """Return the pages of `object_ids` that the user may know of, as their own classes."""
        keys = [int(key) for key in object_ids if str(key).isdecimal()]
        allowed = own_pages(self.request.user).order_by().values("pk")  # type: ignore[attr-defined]
        return list(model.objects.filter(pk__in=keys).filter(pk__in=allowed).specific())

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> Any:
        """Return the keys that “all” stands for: never the whole site's, which naming no parent would
        mean.
        """
        if not (parent_id or "").isdecimal() or not Page.objects.filter(pk=parent_id).exists():
            return []
        return super().get_all_objects_in_listing_query(parent_id)  # type: ignore[misc]


class OwnDeleteBulkAction(_OwnPagesBulkAction, DeleteBulkAction):
    pass


class OwnMoveBulkAction(_OwnPagesBulkAction, MoveBulkAction):
    pass


class OwnPublishBulkAction(_OwnPagesBulkAction, PublishBulkAction):
    pass


class OwnUnpublishBulkAction(_OwnPagesBulkAction, UnpublishBulkAction):
    pass


PAGE_BULK_ACTIONS = (OwnDeleteBulkAction, OwnMoveBulkAction, OwnPublishBulkAction, OwnUnpublishBulkAction)
