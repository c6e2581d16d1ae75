"""The home of the workbench: who I am for which body, what I can start, and what waits for me."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from communities.calendar import missing_years
from communities.choices import ContactKind, Role
from communities.models import ContactFact, OpeningSchedule
from communities.permissions import has_right, standing_of
from communities.policies.choosable import own_pages
from communities.roles import ROLE_RIGHTS, Right
from communities.workbench import Panel, Shortcut, registry, shortcuts

RECENT = 8


class GreetingPanel(Component):
    """Who the user is here, and the buttons that start something."""

    order = -1
    template_name = "communities/admin/home/greeting.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        standing = standing_of(request.user)
        offices = [
            membership
            for membership in standing.memberships
            if Right.ENTER_WORKBENCH in ROLE_RIGHTS[Role(membership.role)]
        ]
        return {
            "user": request.user,
            "offices": offices,
            "is_superuser": request.user.is_superuser,
            "today": timezone.localdate(),
            "shortcuts": started_here(request),
        }


class RegistryPanel(Component):
    """One panel of `communities.workbench.registry`."""

    def __init__(self, panel: Panel, context: dict[str, Any]) -> None:
        self.panel = panel
        self.context = context
        self.order = panel.position

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Return the panel's HTML."""
        request = (parent_context or {})["request"]
        return render_to_string(self.panel.template, {"panel": self.panel, **self.context}, request=request)


def started_here(request: HttpRequest) -> list[Shortcut]:
    """Return the buttons that all apps offer to the request's user."""
    return [shortcut for _key, offered in shortcuts for shortcut in offered(request)]


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels that concern the request's user, in their order."""
    shown: list[Component] = [GreetingPanel()]
    for _key, panel in sorted(registry, key=lambda entry: (entry[1].position, entry[0])):
        context = panel.context(request)
        if context is not None:
            shown.append(RegistryPanel(panel, context))
    return shown


def recent_pages(request: HttpRequest) -> dict[str, Any] | None:
    """Return the pages of the user's bodies that were changed last."""
    user = request.user
    if not has_right(user, Right.WRITE_PAGES):
        return None
    pages = (
        own_pages(user)
        .filter(latest_revision__isnull=False)
        .order_by("-latest_revision_created_at", "-pk")
        .specific(defer=True)
    )
    return {"pages": list(pages[:RECENT])}


def empty_profiles(request: HttpRequest) -> dict[str, Any] | None:
    """Return the user's bodies that can't be reached yet: no public phone, or no hours."""
    bodies = standing_of(request.user).bodies_with(Right.EDIT_PROFILE)
    keys = [body.pk for body in bodies]
    phones = set(
        ContactFact.objects.filter(
            body__in=keys, is_public=True, kind__in=[ContactKind.PHONE, ContactKind.HOTLINE]
        ).values_list("body_id", flat=True)
    )
    hours = set(OpeningSchedule.objects.filter(body__in=keys).values_list("body_id", flat=True))
    missing = [
        {"body": body, "phone": body.pk not in phones, "hours": body.pk not in hours}
        for body in bodies
        if body.pk not in phones or body.pk not in hours
    ]
    return {"missing": missing} if missing else None


def calendar_gaps(request: HttpRequest) -> dict[str, Any] | None:
    """Return the years whose official arrangement is missing, for those who can enter it."""
    if not has_right(request.user, Right.MANAGE_DISTRICT):
        return None
    years = missing_years(timezone.localdate())
    return {"years": years} if years else None


def register() -> None:
    """Fill the registries with what this app itself shows; called when the apps are ready."""
    registry.register("calendar-gaps")(
        Panel(
            title=_("缺少放假安排"),
            template="communities/admin/home/calendar_gaps.html",
            context=calendar_gaps,
            position=30,
        )
    )
    registry.register("empty-profiles")(
        Panel(
            title=_("还没填写"),
            template="communities/admin/home/empty_profiles.html",
            context=empty_profiles,
            position=40,
        )
    )
    registry.register("recent-pages")(
        Panel(
            title=_("最近编辑"),
            template="communities/admin/home/recent_pages.html",
            context=recent_pages,
            position=110,
        )
    )
    shortcuts.register("members")(_member_shortcut)


def _member_shortcut(request: HttpRequest) -> list[Shortcut]:
    if not has_right(request.user, Right.MANAGE_MEMBERS):
        return []
    return [Shortcut(label=str(_("添加成员")), url=reverse("members:add"), icon="user")]
