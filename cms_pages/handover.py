"""Pages that somebody has begun and not finished go to a colleague when they leave the body."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

from cms_pages.workload import owned_page_models
from communities.handover import Item, OpenWork, registry
from communities.models import Body

if TYPE_CHECKING:
    from accounts.models import User


def _page_ids(body: Body) -> Iterator[int]:
    """Yield the keys of the pages that `body` publishes and that are not finished; one query a page type."""
    for model in owned_page_models():
        rows = model.objects.filter(body_owner=body, has_unpublished_changes=True)
        yield from rows.values_list("pk", flat=True)


def _drafts(user: "User", body: Body) -> "QuerySet[Page]":
    return Page.objects.filter(pk__in=list(_page_ids(body)), owner=user).order_by(
        "-latest_revision_created_at", "-pk"
    )


def _find_drafts(user: "User", body: Body) -> list[Item]:
    return [
        Item(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in _drafts(user, body)
    ]


def _give_drafts(user: "User", body: Body, to: "User | None") -> int:
    keys = list(_drafts(user, body).values_list("pk", flat=True))
    # A lock is a promise of the one who leaves to finish it.
    Page.objects.filter(pk__in=keys, locked_by=user).update(locked=False, locked_by=None, locked_at=None)
    return Page.objects.filter(pk__in=keys).update(owner=to)


def _submitted(user: "User", body: Body) -> "QuerySet[WorkflowState]":
    keys = [str(key) for key in _page_ids(body)]
    running = WorkflowState.objects.active().filter(requested_by=user, object_id__in=keys)
    return running.order_by("-created_at", "-pk")


def _find_submitted(user: "User", body: Body) -> list[Item]:
    pages = Page.objects.in_bulk([int(state.object_id) for state in _submitted(user, body)])
    return [
        Item(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in pages.values()
    ]


def _give_submitted(user: "User", body: Body, to: "User | None") -> int:
    return _submitted(user, body).order_by().update(requested_by=to)


registry.register("drafts")(OpenWork(_("没有发布的草稿和修改"), _find_drafts, _give_drafts))
registry.register("submitted")(OpenWork(_("送审还没通过的页面"), _find_submitted, _give_submitted))
