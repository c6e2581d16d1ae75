"""Which pages somebody may see in the workbench, and which they may link to."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# What a page chooser asks for when it looks for a new parent rather than for a target of a link.
PARENT_WANTED = frozenset({"add_subpage", "copy_to", "move_to", "bulk_move_to"})


def own_pages(user: "User | AnonymousUser") -> PageQuerySet:
    """Return the pages that the explorer shows to `user`: their bodies' pages, and the way down to them."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def choosable_pages(user: "User | AnonymousUser") -> PageQuerySet:
    """Return the pages that `user` may link to: their own, drafts among them, and whatever everybody may
    read.

    A chooser shows the title of the newest draft. So a public page of others is not offered while its
    draft has
    another title, which is nobody's business until it is published.
    """
    if user.is_superuser:
        return Page.objects.all()
    readable = (
        Page.objects.live().public().filter(Q(has_unpublished_changes=False) | Q(draft_title=F("title")))
    )
    return Page.objects.filter(
        Q(pk__in=own_pages(user).order_by().values("pk")) | Q(pk__in=readable.order_by().values("pk"))
    )


def is_own(user: "User | AnonymousUser", page: Page) -> bool:
    """Return whether `user` may do something to `page`, by membership or by a workflow's task."""
    policy = policy_registry.get_by_type(Page)
    if policy.user_has_any_permission_for_instance(
        user, {"add", "change", "publish", "lock", "unlock"}, page
    ):
        return True
    task = page.current_workflow_task
    return bool(task and task.user_can_access_editor(page, user))
