"""`ScopedViewSet`: a register of the workbench in which everybody finds only what is theirs.

A stock `ModelViewSet` asks for rights on the class and forgets the object: edit, delete, history, usage,
copy and
inspect answer for everybody's rows. Here each view, whatever it is called, first looks for the row among
`model.objects.visible_to(user)` and answers 404 where it isn't.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry, register_permission_policy

from communities.policies.addresses import open_namespace
from communities.policies.registers import Can, RegisterPolicy


class ScopedViewMixin:
    """Put before any of Wagtail's generic views by `ScopedViewSet`."""

    scope_model: Any = None
    permission_needed: str | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load nothing before the row is known to be the user's to see, and to do this to.

        Raises:
            Http404: the row does not exist, or not for this person.
            PermissionDenied: they see it, and may not do this to it.
        """
        if "pk" in kwargs:
            try:
                instance = get_object_or_404(
                    self.scope_model._default_manager.visible_to(request.user), pk=kwargs["pk"]
                )
            except (TypeError, ValueError):
                raise Http404 from None
            policy = policy_registry.get_by_type(self.scope_model)
            if self.permission_needed and not policy.user_has_permission_for_instance(
                request.user, self.permission_needed, instance
            ):
                raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return what the list shows: the user's rows, in the register's order."""
        queryset = super().get_base_queryset()  # type: ignore[misc]
        if queryset.model is not self.scope_model:
            return queryset  # a history's list is of log entries
        user = self.request.user  # type: ignore[attr-defined]
        visible = self.scope_model._default_manager.visible_to(user)
        return queryset.filter(pk__in=visible.order_by().values("pk"))


# What each of Wagtail's views needs on the row itself.
NEEDED: tuple[tuple[type, str | None], ...] = (
    (generic.DeleteView, "delete"),
    (generic.EditView, "change"),
    (generic.UsageView, "change"),
    (generic.CopyView, "add"),
    (generic.HistoryView, "view"),
    (generic.InspectView, "view"),
)


class ScopedViewSet(ModelViewSet):
    """A register whose rows are scoped.

    Attributes:
        model: its manager has `visible_to(user)`.
        can: for each of `add`, `change`, `delete` and `view` that exists here, the function `can(user,
        object)` of
            `permissions.py`; the object is None for “on some object”.
    """

    can: Mapping[str, Can] = {}
    copy_view_enabled = False
    add_to_reference_index = False

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Return the view, scoped."""
        needed = next((action for base, action in NEEDED if issubclass(view_class, base)), None)
        scoped = type(
            f"Scoped{view_class.__name__}",
            (ScopedViewMixin, view_class),
            {"scope_model": self.model, "permission_needed": needed, "__doc__": view_class.__doc__},
        )
        return super().construct_view(scoped, **kwargs)

    def on_register(self) -> None:
        """Register the policy and open the gate, then do what Wagtail does."""
        register_permission_policy(self.model, RegisterPolicy(self.model, self.can), exact_class=True)
        open_namespace(self.url_namespace)
        super().on_register()

    def register_permissions(self) -> None:
        """Nothing: there are no groups to grant a register's permissions to."""

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """The menu item, shown to whoever may see or do something in the register."""
        policy = RegisterPolicy(self.model, self.can)

        def is_shown(_self: MenuItem, request: HttpRequest) -> bool:
            return policy.user_has_any_permission(request.user, {"view", "add", "change", "delete"})

        return type(f"{self.model.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})
