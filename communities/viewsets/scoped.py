"""`ScopedViewSet`: a register of the workbench in which everybody finds only what is theirs.

A stock `ModelViewSet` asks for rights on the class and forgets the object: edit, delete, history, usage,
copy and
inspect answer for everybody's rows. Here each view, whatever it is called, first looks for the row among
`scope(user)` and answers 404 where it isn't.
"""

from collections.abc import Callable, Mapping
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
    scope: Callable[[Any], QuerySet[Any]]
    permission_needed: str | None = None
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load nothing before the row is known to be the user's to see, and to do this to.

        Raises:
            Http404: the row does not exist, or not for this person.
            PermissionDenied: they see it, and may not do this to it.
        """
        if "pk" in kwargs:
            try:
                instance = get_object_or_404(self.scope(request.user), pk=kwargs["pk"])
            except (TypeError, ValueError, OverflowError):
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
        mine = self.scope(self.request.user)  # type: ignore[attr-defined]
        listed = queryset.filter(pk__in=mine.order_by().values("pk"))
        # Without a name, `select_related` would follow every key.
        listed = listed.select_related(*self.related) if self.related else listed
        return listed.prefetch_related(*self.prefetched)


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
        views: names of the views that the register has, of Wagtail's.
        can: for each of `add`, `change`, `delete` and `view` that exists here, the function `can(user,
        object)` of
            `permissions.py`; the object is None for “on some object”.
        related, prefetched: relations that the list's columns read, by one row and by many.
    """

    can: Mapping[str, Can] = {}
    views: tuple[str, ...] = ("index", "add", "edit", "delete")
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    copy_view_enabled = False
    add_to_reference_index = False

    def scope(self, user: Any) -> QuerySet[Any]:
        """Return the rows that `user` finds here: by default, those that they may see at all."""
        return self.model._default_manager.visible_to(user)

    def get_urlpatterns(self) -> list[Any]:
        """Return the addresses of the views that the register has."""
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if str(pattern.name).removesuffix("_results") in self.views
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Return what each view gets; addresses that don't exist are not linked to."""
        given = super().get_common_view_kwargs(**kwargs)
        for view in ("add", "edit", "delete", "history", "usage", "copy", "inspect"):
            if view not in self.views:
                given[f"{view}_url_name"] = None
        return given

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        """Return the view, scoped."""
        needed = next((action for base, action in NEEDED if issubclass(view_class, base)), None)
        scoped = type(
            f"Scoped{view_class.__name__}",
            (ScopedViewMixin, view_class),
            {
                "scope_model": self.model,
                "scope": staticmethod(self.scope),
                "permission_needed": needed,
                "related": self.related,
                "prefetched": self.prefetched,
                "__doc__": view_class.__doc__,
            },
        )
        return super().construct_view(scoped, **kwargs)

    @cached_property
    def policy(self) -> RegisterPolicy:
        """What answers Wagtail's questions about the register's rows."""
        return RegisterPolicy(self.model, self.can, self.scope)

    def on_register(self) -> None:
        """Register the policy and open the gate, then do what Wagtail does."""
        register_permission_policy(self.model, self.policy, exact_class=True)
        open_namespace(self.url_namespace)
        super().on_register()

    def register_permissions(self) -> None:
        """Nothing: there are no groups to grant a register's permissions to."""

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """The menu item, shown to whoever may see or do something in the register."""
        policy = self.policy

        def is_shown(_self: MenuItem, request: HttpRequest) -> bool:
            return policy.user_has_any_permission(request.user, {"view", "add", "change", "delete"})

        return type(f"{self.model.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})
